/** Turns a time budget into a number of steps, by trying a few. */
import { scalarsAt } from "../../../models/training/schedule.ts";
import type { StepEngine } from "../../../models/training/loop.ts";
import type { Recipe } from "../../../models/training/recipe.ts";
import type { BatchThread } from "./batch-thread.ts";

/** The first steps are slow: memory is planned, photographs are decoded for the first time. */
const WARM_UP = 4;
const MEASURED = 12;

/**
 * Steps that fit into `minutes` at the speed measured now. The schedule is then laid out over a
 * number of steps, not over the clock, so a run can be repeated and resumed exactly.
 */
export async function stepsInMinutes(
  minutes: number,
  recipe: Recipe,
  {
    engine,
    batches,
    from,
  }: {
    readonly engine: StepEngine;
    readonly batches: BatchThread;
    readonly from: number;
  },
): Promise<number> {
  let started = 0;
  const batch = await batches.batch(from);
  for (let i = 0; i < WARM_UP + MEASURED; i++) {
    if (i === WARM_UP) started = performance.now();
    const copy = Object.fromEntries(
      Object.entries(batch).map(([name, data]) => [name, data.slice()]),
    );
    await engine.step(copy, scalarsAt(recipe, from));
  }
  const seconds = (performance.now() - started) / 1000 / MEASURED;
  return Math.max(1, Math.round((60 * minutes) / seconds));
}
