/** Small warps, as two drawings of the same thing differ by. */
import type { PictureShape } from "../networks/autoencoders/autoencoder.ts";
import type { Random } from "../random.ts";

/** Bends are drawn at so many places along each edge, and run evenly between them. */
const KNOTS = 5;
/** Of the amount: how far edges move by stretching and slanting, and places by bends (standard deviations). */
const STRETCH = 0.5;
const BEND = 0.35;

/**
 * Moves a picture by up to `amount` pixels each way, turns it so that edges move by up to as much,
 * and stretches, slants and bends it by about half, in place. Between pixels values are linear;
 * what comes in at the border is black. After the elastic distortions of Simard et al. 2003, "Best
 * practices for convolutional neural networks applied to visual document analysis".
 */
export function warp(
  picture: Float32Array,
  [channels, height, width]: PictureShape,
  amount: number,
  random: Random,
): void {
  const from = picture.slice();
  const plane = height * width;
  const half = Math.max(height, width) / 2;
  const [right, down] = [course(random), course(random)];
  const turn = random.uniform(-1, 1);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const u = (x + 0.5 - width / 2) / half;
      const v = (y + 0.5 - height / 2) / half;
      const atX = x + amount * (right(u, v) + turn * v);
      const atY = y + amount * (down(u, v) - turn * u);
      for (let c = 0; c < channels; c++) {
        const one = from.subarray(c * plane, (c + 1) * plane);
        picture[c * plane + y * width + x] = valueAt(one, width, atX, atY);
      }
    }
}

/** How far, of the amount, each place of −1..1 × −1..1 moves in one direction. */
function course(random: Random): (u: number, v: number) => number {
  const move = random.uniform(-1, 1);
  const [alongU, alongV] = [random.normal(), random.normal()];
  const bends = new Float32Array(KNOTS * KNOTS);
  random.fillNormal(bends);
  const knot = (of: number) => ((of + 1) / 2) * (KNOTS - 1);
  return (u, v) =>
    move +
    STRETCH * (alongU * u + alongV * v) +
    BEND * valueAt(bends, KNOTS, knot(u), knot(v));
}

/** Linear between the four values around a place; zero outside. */
function valueAt(
  values: Float32Array,
  width: number,
  x: number,
  y: number,
): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [shareX, shareY] = [x - left, y - top];
  const row = (of: number) =>
    (1 - shareX) * pixel(values, width, left, of) +
    shareX * pixel(values, width, left + 1, of);
  return (1 - shareY) * row(top) + shareY * row(top + 1);
}

function pixel(
  values: Float32Array,
  width: number,
  x: number,
  y: number,
): number {
  if (x < 0 || x >= width || y < 0 || y * width >= values.length) return 0;
  return values[y * width + x]!;
}
