/** How quickly the engine takes steps, and how many of them fit into a time. */
import type { Batch } from "../../../models/training/batches.ts";
import type { StepEngine } from "../../../models/training/loop.ts";
import type { Schedule } from "../../../models/training/schedule.ts";

/** The first steps are slow: memory is planned, the batch thread catches up. */
const USUAL = { warmUp: 4, measured: 12 };

/**
 * Seconds of one step on a batch that is there already, the same again and again; `meanwhile`
 * begins with each step, and both are waited for. The engine's state changes.
 */
export async function secondsPerStep(
  engine: StepEngine,
  { scalarsAt }: Pick<Schedule, "scalarsAt">,
  batch: Batch,
  { warmUp, measured } = USUAL,
  meanwhile?: () => Promise<unknown>,
): Promise<number> {
  let started = 0;
  for (let i = 0; i < warmUp + measured; i++) {
    if (i === warmUp) started = performance.now();
    const copy = Object.fromEntries(
      Object.entries(batch).map(([name, data]) => [name, data.slice()]),
    );
    await Promise.all([engine.step(copy, scalarsAt(0)), meanwhile?.()]);
  }
  return (performance.now() - started) / 1000 / measured;
}

/**
 * The schedule is laid out over a number of steps, not over the clock, so that a run can be repeated
 * and resumed exactly.
 */
export function stepsIn(minutes: number, seconds: number): number {
  return Math.max(1, Math.round((60 * minutes) / seconds));
}
