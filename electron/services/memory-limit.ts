/** How much memory the work may take unless somebody says otherwise. */
import { totalmem } from "node:os";

/** Less cannot be worked with. */
const LEAST = 500;

/** Of the machine, or of the container that this runs in, in megabytes. */
export function machineMemory(): number {
  // Without a limit, it is 0 or far more than there is.
  const constrained = process.constrainedMemory() || Infinity;
  return Math.min(totalmem(), constrained) / 1e6;
}

/** A quarter of the machine's memory, in megabytes. */
export function usualMemoryLimit(machine = machineMemory()): number {
  return Math.max(LEAST, Math.round(machine / 4));
}
