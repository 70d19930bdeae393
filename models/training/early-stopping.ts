/**
 * When more training makes a network worse, and which of its states to keep. With a learning rate that
 * falls as a cosine, a network may measure worse for a while only because the rate is high, and be
 * better in the end. So worse measurements alone are no reason to stop: they are one while what is
 * learnt from is met better and better. Then it is learnt by heart.
 */
import { dataModeOf } from "./data/table.ts";
import type { Recipe } from "./recipe.ts";

/** The moving average of the weights, measured on photographs that are held out. */
export interface Measurement {
  readonly step: number;
  /** In dB. */
  readonly psnr: number;
  /** Mean natural logarithm of the error on what was learnt from in the steps before. */
  readonly logError: number;
}

/** Measurements over a whole training; a quarter of them must agree. */
export const MEASUREMENTS = 20;
const PATIENCE = 5;
/** A fall that is no chance, in dB. */
const FALL = 0.1;
/** A lead over the end that is worth giving up the last steps for, in dB. */
const LEAD = 0.05;

/** The first of the highest; undefined without any. */
export function bestOf(
  measurements: readonly Measurement[],
): Measurement | undefined {
  let best = measurements[0];
  for (const one of measurements) if (best && one.psnr > best.psnr) best = one;
  return best;
}

/** The measurement whose state is to be written instead of the last one's; undefined where that is as good. */
export function betterThanLast(
  measurements: readonly Measurement[],
): Measurement | undefined {
  const [best, last] = [bestOf(measurements), measurements.at(-1)];
  return best && last && best.psnr > last.psnr + LEAD ? best : undefined;
}

/** Only of a training that goes on from a base: one from nothing has much to learn before it can learn by heart. */
export function learnsByHeart(
  recipe: Recipe,
  measurements: readonly Measurement[],
): boolean {
  const best = bestOf(measurements);
  if (!best || recipe.base === "none") return false;
  const recent = measurements
    .filter(({ step }) => step > best.step)
    .slice(-PATIENCE);
  const { mixAt } = dataModeOf(recipe);
  const formAt = ({ step }: Measurement) => mixAt(recipe, step / recipe.steps);
  return (
    recent.length === PATIENCE &&
    recent.every(
      (one) =>
        one.psnr < best.psnr - FALL &&
        one.logError < best.logError &&
        // Errors under two forms of the loss do not compare.
        formAt(one) === formAt(best),
    )
  );
}
