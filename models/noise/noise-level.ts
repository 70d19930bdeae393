/** The noise level function: noise variance over intensity, from the flattest blocks. */

import type { BlockStatistics } from "./block-statistics.ts";
import { median } from "./quantile.ts";

/**
 * Noise variance in squared 0..1 units at the centres of 12 equal ranges of
 * intensity from black to white, straight in between. A line a·x + b is not
 * enough: after a camera's tone curve noise is strongest in the shadows.
 */
export type NoiseCurve = readonly number[];

/** The least structured blocks of one range of intensity. */
export interface FlatBlocks {
  /** Which of the ranges. */
  readonly bin: number;
  readonly blocks: readonly BlockStatistics[];
  /** Median variance of these blocks. */
  readonly variance: number;
  /** How many blocks of that intensity there are in all. */
  readonly population: number;
  /**
   * How unlike they are: σ of the quarter point over σ of the twentieth part.
   * Noise is much the same everywhere and gives little over 1, texture more.
   */
  readonly spread: number;
}

const BINS = 12;
const FLAT_SHARE = 0.07;
/** Blocks that a bin must have to count, and to tell its spread. */
const FEWEST = 6;
const FEWEST_FOR_SPREAD = 20;
/** Added to variances so that perfectly flat blocks do no harm: (0.15/255)². */
const TINY = (0.15 / 255) ** 2;
/** Most that the variance changes from one bin to the next. */
const STEEPEST = 1.5 ** 2;

/** Picks the flattest blocks in each range of intensity. */
export function flattestByIntensity(
  blocks: readonly BlockStatistics[],
): FlatBlocks[] {
  const bins = Array.from({ length: BINS }, (): BlockStatistics[] => []);
  for (const block of blocks) bins[binOf(block.mean)]!.push(block);
  const found = bins
    .map((bin, index) => ({ bin, index }))
    .filter(({ bin }) => bin.length >= FEWEST)
    .map(({ bin, index }) => flattest(bin, index));
  if (found.length > 0) return found;
  const mean = median(blocks.map((block) => block.mean));
  return [flattest([...blocks], binOf(mean))];
}

function binOf(intensity: number): number {
  return Math.min(BINS - 1, Math.max(0, Math.floor(intensity * BINS)));
}

function flattest(all: BlockStatistics[], bin: number): FlatBlocks {
  all.sort((one, other) => one.total - other.total);
  const blocks = all.slice(0, Math.max(3, Math.round(FLAT_SHARE * all.length)));
  const at = (share: number): number =>
    all[Math.floor(share * all.length)]!.total + TINY;
  return {
    bin,
    blocks,
    variance: median(blocks.map((block) => block.total)),
    population: all.length,
    spread: all.length < FEWEST_FOR_SPREAD ? 1 : Math.sqrt(at(0.25) / at(0.05)),
  };
}

/**
 * The largest curve below all measured variances that nowhere changes by more
 * than a factor of 1.5 in σ from bin to bin. Intensities at which all blocks
 * have structure are so held down by their neighbours, and intensities that the
 * image does not have are filled in. `used` are the bins on the curve.
 */
export function noiseCurve(flat: readonly FlatBlocks[]): {
  readonly curve: NoiseCurve;
  readonly used: readonly FlatBlocks[];
} {
  const curve = Array.from({ length: BINS }, (_, bin) =>
    Math.min(
      ...flat.map(
        ({ bin: at, variance }) =>
          (variance + TINY) * STEEPEST ** Math.abs(bin - at),
      ),
    ),
  );
  const used = flat.filter(({ bin, variance }) => variance < 1.5 * curve[bin]!);
  return { curve: curve.map((variance) => Math.max(0, variance - TINY)), used };
}

/** The curve's variance at an intensity; constant beyond the outer centres. */
export function varianceAt(curve: NoiseCurve, intensity: number): number {
  const last = curve.length - 1;
  const position = intensity * curve.length - 0.5;
  if (!(position > 0)) return curve[0]!;
  if (position >= last) return curve[last]!;
  const index = Math.floor(position);
  const low = curve[index]!;
  return low + (curve[index + 1]! - low) * (position - index);
}

/** Least squares of a·x + b, a ≥ 0 and b ≥ 0, through the curve at these intensities. */
export function lineThrough(
  curve: NoiseCurve,
  intensities: readonly number[],
): { readonly a: number; readonly b: number } {
  const count = intensities.length;
  let [x, y, xx, xy] = [0, 0, 0, 0];
  for (const intensity of intensities) {
    const variance = varianceAt(curve, intensity);
    x += intensity;
    y += variance;
    xx += intensity * intensity;
    xy += intensity * variance;
  }
  const spread = xx - (x * x) / count;
  const a = spread > 1e-6 * count ? (xy - (x * y) / count) / spread : 0;
  const b = (y - a * x) / count;
  if (a <= 0) return { a: 0, b: y / count };
  return b < 0 ? { a: xy / xx, b: 0 } : { a, b };
}
