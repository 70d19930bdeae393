/** What noise is like apart from its level: how it is shared among the channels, and between neighbours. */
import type { FlatBlocks } from "./flat-blocks.ts";
import { median } from "./quantile.ts";

/** Keeps flat pictures from dividing by zero: (0.14/255)². */
const FAINTEST = 0.02 / 65025;

/** HH₂ / HH₁, the mean over the image; 1 for white noise. */
export function correlationOf(flat: readonly FlatBlocks[]): number {
  const fine = weightedMean(flat, (range) => range.diagonal1);
  const coarse = weightedMean(flat, (range) => range.diagonal2);
  return Math.sqrt((coarse + FAINTEST) / (fine + FAINTEST));
}

/** The mean over the ranges of intensity, by how much of the image they hold. */
export function weightedMean(
  flat: readonly FlatBlocks[],
  value: (range: FlatBlocks) => number,
): number {
  let sum = 0;
  let weights = 0;
  for (const range of flat) {
    sum += range.population * value(range);
    weights += range.population;
  }
  return sum / weights;
}

/** Divides the overall strength among red, green and blue as in the flat blocks. */
export function perChannel(
  flat: readonly FlatBlocks[],
  strength: number,
): [number, number, number] {
  const blocks = flat.flatMap((range) => range.blocks);
  const variances = [0, 1, 2].map((c) => {
    const known = blocks.filter(({ variance }) => variance[c]! >= 0);
    return known.length > 0
      ? median(known.map(({ variance }) => variance[c]!))
      : median(blocks.map(({ total }) => total));
  }) as [number, number, number];
  const mean = (variances[0] + variances[1] + variances[2]) / 3;
  return variances.map((variance) =>
    mean > 0 ? strength * Math.sqrt(variance / mean) : strength,
  ) as [number, number, number];
}
