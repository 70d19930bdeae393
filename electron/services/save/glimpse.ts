/** Tells by size and time whether a file is still the same, and whether it may still be growing. */
import { stat } from "node:fs/promises";

export interface Glimpse {
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** Milliseconds after its last change within which somebody may still be writing a file. */
const FRESH = 10_000;

/** Undefined when it is not there. */
export async function glimpse(path: string): Promise<Glimpse | undefined> {
  const status = await stat(path).catch(() => undefined);
  return status && { bytes: status.size, modified: status.mtimeMs };
}

/** As it was noted down; what is missing was not there. */
type Noted =
  | {
      readonly bytes?: number | undefined;
      readonly modified?: number | undefined;
    }
  | undefined;

export function isSame(one: Noted, other: Noted): boolean {
  return one?.bytes === other?.bytes && one?.modified === other?.modified;
}

export function isFresh({ modified }: Glimpse): boolean {
  // A clock that is ahead, as on a network drive, must not make everything fresh for ever.
  return Math.abs(Date.now() - modified) < FRESH;
}
