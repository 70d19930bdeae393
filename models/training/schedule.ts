/** The scalars of each step: warm-up and cosine of the learning rate, bias correction, moving average, loss mix. */
import type { AdamOptions } from "./adam.ts";
import { dataModeOf } from "./data/table.ts";
import type { Recipe } from "./recipe.ts";
import type { ScalarName } from "./optimised.ts";

/** What any training is laid out by, whatever it trains (`Recipe` says what each means). */
export interface Rates {
  readonly steps: number;
  readonly learningRate: number;
  readonly finalRate: number;
  readonly warmUp: number;
  readonly weightDecay: number;
  readonly averageDecay: number;
  readonly adam: AdamOptions;
}

/** What the loop and the step graph are told of each step. */
export interface Schedule {
  readonly steps: number;
  /** Of step 0, 1, … `steps` − 1. */
  readonly learningRate: (step: number) => number;
  readonly scalarsAt: (step: number) => Readonly<Record<ScalarName, number>>;
}

/** `mixAt`: how far the loss has gone from its first form to its last, at each step. */
export function schedule(
  rates: Rates,
  mixAt: (step: number) => number,
): Schedule {
  return {
    steps: rates.steps,
    learningRate: (step) => learningRate(rates, step),
    scalarsAt: (step) => ({
      ...optimiserScalars(rates, step),
      lossMix: mixAt(step),
    }),
  };
}

export function scheduleOf(recipe: Recipe): Schedule {
  return schedule(recipe, (step) =>
    dataModeOf(recipe).mixAt(recipe, step / recipe.steps),
  );
}

/** Learning rate of step 0, 1, … `steps` − 1. */
export function learningRate(
  { learningRate: peak, finalRate, warmUp, steps }: Rates,
  step: number,
): number {
  if (step < warmUp) return (peak * (step + 1)) / warmUp;
  const progress = Math.min(1, (step - warmUp) / Math.max(1, steps - warmUp));
  return (
    finalRate + (peak - finalRate) * 0.5 * (1 + Math.cos(Math.PI * progress))
  );
}

/** What the step graph of a denoiser is given in step 0, 1, … */
export function scalarsAt(
  recipe: Recipe,
  step: number,
): Readonly<Record<ScalarName, number>> {
  return scheduleOf(recipe).scalarsAt(step);
}

function optimiserScalars(
  rates: Rates,
  step: number,
): Record<Exclude<ScalarName, "lossMix">, number> {
  const rate = learningRate(rates, step);
  const { beta1, beta2 } = rates.adam;
  const updates = step + 1;
  return {
    // Kingma & Ba 2015, end of section 2: both bias corrections in one factor.
    rate: (rate * Math.sqrt(1 - beta2 ** updates)) / (1 - beta1 ** updates),
    decay: rate * rates.weightDecay,
    // Young averages follow the weights closely, so that the random start is soon forgotten.
    renewal: 1 - Math.min(rates.averageDecay, (1 + updates) / (10 + updates)),
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
