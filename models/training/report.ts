/** Whether a trained network beats what it is compared with: an honest verdict on photographs that it has not seen. */
import { Random } from "../random.ts";

/** One held-out photograph's PSNR in dB: as it is, and as both networks denoise it. */
export interface PhotographScore {
  readonly noisy: number;
  readonly base: number;
  readonly trained: number;
}

/** How often either was preferred by somebody who did not know which was which; `same`: neither. */
export interface BlindResult {
  readonly trained: number;
  readonly base: number;
  readonly same: number;
}

export interface TrainingReport {
  /** `none`: without a reference there is nothing to measure against. */
  readonly measure: "psnr" | "none";
  /** The name of the network it is compared with. */
  readonly against: string;
  /** How many held-out photographs were measured. */
  readonly photographs: number;
  /** Means over the photographs, in dB; null where nothing was measured. */
  readonly noisy: number | null;
  readonly base: number | null;
  readonly trained: number | null;
  /** Of the trained network over the base, in dB: the mean, and its interval of 95 %. */
  readonly gain: Gain | null;
  /** `even`: the interval holds 0. `unjudged`: too few photographs, or nothing to measure against. */
  readonly verdict: "better" | "worse" | "even" | "unjudged";
  readonly blind?: BlindResult;
}

export interface Gain {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Of fewer photographs no interval is worth its name. */
export const FEWEST_JUDGED = 3;
const RESAMPLES = 4000;
/** The share of an interval's outside, either side, and the normal deviate of that. */
const TAIL = 0.025;
const DEVIATE = 1.959964;
/** Fewer choices than this could all fall to one side by chance. */
const FEWEST_CHOICES = 6;

export function reportOf(
  scores: readonly PhotographScore[],
  against: string,
  seed: number,
): TrainingReport {
  const photographs = scores.length;
  if (photographs === 0)
    return {
      ...{ measure: "none", against, photographs },
      ...{ noisy: null, base: null, trained: null, gain: null },
      verdict: "unjudged",
    };
  const judged = photographs >= FEWEST_JUDGED;
  const gains = scores.map(({ trained, base }) => trained - base);
  const gain = judged ? gainOf(gains, seed) : null;
  return {
    ...{ measure: "psnr", against, photographs },
    noisy: mean(scores.map(({ noisy }) => noisy)),
    base: mean(scores.map(({ base }) => base)),
    trained: mean(scores.map(({ trained }) => trained)),
    gain,
    verdict: gain ? verdictOf(gain) : "unjudged",
  };
}

/**
 * With the choices of a blind comparison, which decide where nothing was measured: by the two-sided
 * sign test, those without preference left out.
 */
export function withBlind(
  report: TrainingReport,
  blind: BlindResult,
): TrainingReport {
  if (report.gain) return { ...report, blind };
  const { trained, base } = blind;
  const choices = trained + base;
  if (choices < FEWEST_CHOICES)
    return { ...report, blind, verdict: "unjudged" };
  const clear = 2 * atLeastHeads(Math.max(trained, base), choices) < 2 * TAIL;
  const winner = trained > base ? "better" : "worse";
  return { ...report, blind, verdict: clear ? winner : "even" };
}

/**
 * The paired bootstrap over photographs: each is as likely to be drawn as another, with its own gain.
 * The distances from the mean are widened to what Student's distribution has over the normal one and
 * by √(n/(n−1)), without which the interval of few photographs is too narrow (Hesterberg, "What
 * Teachers Should Know About the Bootstrap", 2015, section 5.3).
 */
function gainOf(gains: readonly number[], seed: number): Gain {
  const n = gains.length;
  const random = new Random(seed);
  const middle = mean(gains);
  const means = Array.from({ length: RESAMPLES }, () =>
    mean(gains.map(() => random.pick(gains))),
  ).sort((a, b) => a - b);
  const wider = (studentDeviate(n - 1) / DEVIATE) * Math.sqrt(n / (n - 1));
  const at = (share: number) =>
    middle + wider * (means[Math.round(share * (RESAMPLES - 1))]! - middle);
  return { mean: middle, low: at(TAIL), high: at(1 - TAIL) };
}

function verdictOf({ low, high }: Gain): TrainingReport["verdict"] {
  if (low > 0) return "better";
  return high < 0 ? "worse" : "even";
}

/** Student's deviate for the tail, by Abramowitz and Stegun 26.7.5; from 3 degrees of freedom on right to 1 %. */
function studentDeviate(freedom: number): number {
  const z = DEVIATE;
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
  );
}

/** The chance of at least so many heads in so many tosses of a coin. */
function atLeastHeads(heads: number, tosses: number): number {
  let ways = 1;
  let sum = 0;
  for (let k = 0; k <= tosses; k++) {
    if (k >= heads) sum += ways;
    ways = (ways * (tosses - k)) / (k + 1);
  }
  return sum / 2 ** tosses;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
