/** The scalars of each step: warm-up and cosine of the learning rate, bias correction, moving average, loss mix. */
import { dataModeOf } from "./data/table.ts";
import type { Recipe } from "./recipe.ts";
import type { ScalarName } from "./optimised.ts";

/** Learning rate of step 0, 1, … `recipe.steps` − 1. */
export function learningRate(recipe: Recipe, step: number): number {
  const { learningRate: peak, finalRate, warmUp, steps } = recipe;
  if (step < warmUp) return (peak * (step + 1)) / warmUp;
  const progress = Math.min(1, (step - warmUp) / Math.max(1, steps - warmUp));
  return (
    finalRate + (peak - finalRate) * 0.5 * (1 + Math.cos(Math.PI * progress))
  );
}

/** What the step graph is given in step 0, 1, … */
export function scalarsAt(
  recipe: Recipe,
  step: number,
): Record<ScalarName, number> {
  const rate = learningRate(recipe, step);
  const { beta1, beta2 } = recipe.adam;
  const updates = step + 1;
  return {
    // Kingma & Ba 2015, end of section 2: both bias corrections in one factor.
    rate: (rate * Math.sqrt(1 - beta2 ** updates)) / (1 - beta1 ** updates),
    decay: rate * recipe.weightDecay,
    // Young averages follow the weights closely, so that the random start is soon forgotten.
    renewal: 1 - Math.min(recipe.averageDecay, (1 + updates) / (10 + updates)),
    lossMix: dataModeOf(recipe).mixAt(recipe, step / recipe.steps),
  };
}

/** The size of the batches of step 0, 1, … */
export function shapeAt(
  { batch, patch, late, steps }: Recipe,
  step: number,
): { readonly batch: number; readonly patch: number } {
  return late && step >= late.from * steps ? late : { batch, patch };
}

/** The first step after `step` whose batch has another size, or the end. */
export function stageEnd({ late, steps }: Recipe, step: number): number {
  const change = late ? Math.ceil(late.from * steps) : steps;
  return step < change ? change : steps;
}
