/** Whether two files hold one exposure, or two frames of a scene that did not move. */
import { type Planes, plane } from "./image.ts";

const BLOCK = 8;
/** Noise is compared in this share of the blocks: the flattest. */
const FLAT = 0.2;
/**
 * What compression leaves of a copy's noise is the original's: their covariance is all the variance
 * of the smoother one. Of two exposures only what texture there is in flat blocks is shared.
 */
const SHARED = 0.5;

/**
 * Judged on green, of two images of equal size. Where there is no noise, frames teach nothing that
 * one of them does not, and count as one exposure.
 */
export function sameShot(a: Planes, b: Planes): boolean {
  const green = Math.min(1, a.channels - 1);
  const [one, other] = [plane(a, green), plane(b, green)];
  const blocks: Moments[] = [];
  for (let top = 0; top + BLOCK <= a.height; top += BLOCK)
    for (let left = 0; left + BLOCK <= a.width; left += BLOCK)
      blocks.push(momentsOf(one, other, top * a.width + left, a.width));
  const most = ({ a, b }: Moments) => Math.max(a, b);
  blocks.sort((x, y) => most(x) - most(y));
  const flat = blocks.slice(0, Math.ceil(FLAT * blocks.length));
  const sum = (key: keyof Moments) =>
    flat.reduce((total, block) => total + block[key], 0);
  return sum("both") >= SHARED * Math.min(sum("a"), sum("b"));
}

interface Moments {
  readonly a: number;
  readonly b: number;
  readonly both: number;
}

/** The sums of squares and products of a block's differences from its means. */
function momentsOf(
  one: Float32Array,
  other: Float32Array,
  at: number,
  width: number,
): Moments {
  let [sumA, sumB, a, b, both] = [0, 0, 0, 0, 0];
  for (let i = 0; i < BLOCK * BLOCK; i++) {
    const pixel = at + (i >> 3) * width + (i & (BLOCK - 1));
    const [x, y] = [one[pixel]!, other[pixel]!];
    sumA += x;
    sumB += y;
    a += x * x;
    b += y * y;
    both += x * y;
  }
  const less = (product: number, sums: number) => product - sums / BLOCK ** 2;
  return {
    a: less(a, sumA * sumA),
    b: less(b, sumB * sumB),
    both: less(both, sumA * sumB),
  };
}
