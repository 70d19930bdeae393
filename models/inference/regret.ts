/** What measuring the noise costs against knowing it: the yardstick of `auto`. */
import { invariant } from "../errors.ts";
import { median } from "../noise/quantile.ts";

/** The single levels that are tried, in 0..255 units: a third to a half apart. */
export const SINGLE_LEVELS: readonly number[] = [
  2, 3, 4, 6, 8, 11, 16, 22, 32, 45,
];

/**
 * PSNR in dB of a picture whose only error is being rounded to 8 bits, a mean square of 1/12. More
 * counts as this much: a picture that comes out exactly has no finite PSNR, and no mean could hold it.
 */
export const HIGHEST_PSNR = 10 * Math.log10(12 * 255 ** 2);

export interface LevelScore {
  /** σ in 0..255 units. */
  readonly level: number;
  /** In dB. */
  readonly psnr: number;
}

/** Of one picture; PSNR in dB, `HIGHEST_PSNR` at most. */
export interface PictureRegret {
  /** The single level of the highest PSNR, the lowest of several. */
  readonly bestLevel: number;
  readonly bestPsnr: number;
  readonly autoPsnr: number;
  /** bestPsnr − autoPsnr; below zero where a map of the noise beats every single level. */
  readonly regret: number;
  readonly levels: readonly LevelScore[];
}

/** Of several pictures. */
export interface RegretSummary {
  readonly mean: number;
  /** Of an even number of pictures the upper of the middle two. */
  readonly median: number;
  readonly worst: number;
  /** Mean PSNR with `auto`, and with the best level of each picture. */
  readonly autoPsnr: number;
  readonly bestPsnr: number;
  /** Mean PSNR with one level for all pictures. */
  readonly levels: readonly LevelScore[];
}

/** `levels` has one score at least, in ascending order of levels. */
export function regretOf(
  autoPsnr: number,
  levels: readonly LevelScore[],
): PictureRegret {
  const held = levels.map(({ level, psnr }) => ({ level, psnr: hold(psnr) }));
  const [first, ...others] = held;
  invariant(first !== undefined, "regret takes one level at least");
  const best = others.reduce(
    (best, score) => (score.psnr > best.psnr ? score : best),
    first,
  );
  const auto = hold(autoPsnr);
  return {
    bestLevel: best.level,
    bestPsnr: best.psnr,
    autoPsnr: auto,
    regret: best.psnr - auto,
    levels: held,
  };
}

/** Of one picture at least, all tried with the same levels. */
export function summariseRegret(
  pictures: readonly PictureRegret[],
): RegretSummary {
  const [first] = pictures;
  invariant(first !== undefined, "regret is summarised over pictures");
  const mean = (value: (picture: PictureRegret) => number): number =>
    pictures.reduce((sum, picture) => sum + value(picture), 0) /
    pictures.length;
  const regrets = pictures.map(({ regret }) => regret);
  return {
    mean: mean(({ regret }) => regret),
    median: median(regrets),
    worst: Math.max(...regrets),
    autoPsnr: mean(({ autoPsnr }) => autoPsnr),
    bestPsnr: mean(({ bestPsnr }) => bestPsnr),
    levels: first.levels.map(({ level }, i) => ({
      level,
      psnr: mean(({ levels }) => levels[i]?.psnr ?? NaN),
    })),
  };
}

const hold = (psnr: number): number => Math.min(HIGHEST_PSNR, psnr);
