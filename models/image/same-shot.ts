/** Whether two files hold one exposure, or two frames of a scene that did not move. */
import { type Planes, plane } from "./image.ts";

const BLOCK = 8;
/** Noise is compared in this share of the blocks: the flattest. */
const FLAT = 0.2;
/**
 * Two exposures differ by both their noises, twice the variance of one. What a copy differs by is
 * at most the noise that compression took away, once the variance.
 */
const TWO_EXPOSURES = 1.4;

/**
 * Judged on green, of two images of equal size. Where there is no noise, frames teach nothing
 * that one of them does not, and count as one exposure.
 */
export function sameShot(a: Planes, b: Planes): boolean {
  const green = Math.min(1, a.channels - 1);
  const [one, other] = [plane(a, green), plane(b, green)];
  const blocks: { own: number; between: number }[] = [];
  for (let top = 0; top + BLOCK <= a.height; top += BLOCK)
    for (let left = 0; left + BLOCK <= a.width; left += BLOCK) {
      const at = (i: number) =>
        (top + (i >> 3)) * a.width + left + (i & (BLOCK - 1));
      // The noisier one's: of the two it is the one that was not compressed again.
      const own = Math.max(
        variance((i) => one[at(i)]!),
        variance((i) => other[at(i)]!),
      );
      const between = variance((i) => one[at(i)]! - other[at(i)]!);
      blocks.push({ own, between });
    }
  blocks.sort((x, y) => x.own - y.own);
  const flat = blocks.slice(0, Math.ceil(FLAT * blocks.length));
  const sum = (key: "own" | "between") =>
    flat.reduce((total, block) => total + block[key], 0);
  return sum("between") <= TWO_EXPOSURES * sum("own");
}

function variance(value: (i: number) => number): number {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < BLOCK * BLOCK; i++) {
    const v = value(i);
    sum += v;
    squares += v * v;
  }
  return squares / BLOCK ** 2 - (sum / BLOCK ** 2) ** 2;
}
