/** Which parts of two frames show the same: those that differ by no more than their noise. */
import { type Planes, plane } from "../../image/image.ts";
import { blurredStrength } from "../../noise/correlation.ts";
import type { Measured } from "./measured.ts";

/** Side in pixels of the squares that are judged. */
const CELL = 8;
/** How many standard deviations the means of a square may differ by. */
const MEANS = 4;
/** How much larger the squares of its differences may be than twice the noise's: it is measured no better. */
const SQUARES = 2.5;
/** Half a level of 255, and a level squared: what rounding does. */
const ROUNDING = 0.5 / 255;
const LEVEL = 1 / 255 ** 2;

/**
 * For each pixel the root of its weight: 0 where something moved, else what makes the weights' mean 1
 * (or 0, where all did). `map` is σ in 0..1 at half size; patches are multiples of 8 pixels a side.
 */
export function stillWeights(
  one: Planes,
  other: Planes,
  map: Float32Array,
  { estimate, blur }: Measured,
): Float32Array {
  const { width, height } = one;
  const weights = new Float32Array(width * height);
  const overall = Math.hypot(...estimate.sigma) / Math.sqrt(3);
  /** What a mean's variance is larger by than that of independent pixels. */
  const shared = 1 / blurredStrength(blur) ** 2;
  let still = 0;
  for (let y = 0; y < height; y += CELL)
    for (let x = 0; x < width; x += CELL) {
      const sigma = map[(y / 2 + CELL / 4) * (width / 2) + x / 2 + CELL / 4]!;
      const same = estimate.sigma.every((channel, c) => {
        const part = overall > 0 ? channel / overall : 1;
        const variance = 2 * (sigma * part) ** 2;
        const { mean, square } = difference(
          plane(one, c),
          plane(other, c),
          y * width + x,
          width,
        );
        const spread = Math.sqrt((variance * shared) / CELL ** 2);
        return (
          Math.abs(mean) <= MEANS * spread + ROUNDING &&
          square <= SQUARES * variance + LEVEL
        );
      });
      if (!same) continue;
      still++;
      for (let row = y; row < y + CELL; row++)
        weights.fill(1, row * width + x, row * width + x + CELL);
    }
  const share = (still * CELL ** 2) / weights.length;
  return share > 0 ? weights.map((w) => w / Math.sqrt(share)) : weights;
}

/** The mean difference of a square, and the mean of its squares. */
function difference(
  one: Float32Array,
  other: Float32Array,
  start: number,
  width: number,
): { mean: number; square: number } {
  let [sum, squares] = [0, 0];
  for (let y = 0; y < CELL; y++)
    for (let x = 0; x < CELL; x++) {
      const at = start + y * width + x;
      const value = one[at]! - other[at]!;
      sum += value;
      squares += value * value;
    }
  return { mean: sum / CELL ** 2, square: squares / CELL ** 2 };
}
