/** Luma and chroma: an orthonormal opponent space, exactly invertible. */

import { invariant } from "../errors.ts";
import type { Planes } from "./image.ts";
import { plane, planesLike } from "./image.ts";

const LUMA = 1 / Math.sqrt(3);
const RED_BLUE = 1 / Math.sqrt(2);
const GREEN = 1 / Math.sqrt(6);

/**
 * From red, green, blue to luma (R+G+B)/√3 and the chroma pair (R−B)/√2 and
 * (R−2G+B)/√6. The matrix is a rotation: white noise stays white and of the
 * same strength, and squared errors stay the same. Luma reaches √3, chroma is
 * 0 for grey.
 */
export function toOpponent(rgb: Planes): Planes {
  invariant(rgb.channels === 3, "a colour transform needs three channels");
  const result = planesLike(rgb);
  const [r, g, b] = [plane(rgb, 0), plane(rgb, 1), plane(rgb, 2)];
  const [y, u, v] = [plane(result, 0), plane(result, 1), plane(result, 2)];
  for (let i = 0; i < y.length; i++) {
    const sum = r[i]! + b[i]!;
    y[i] = LUMA * (sum + g[i]!);
    u[i] = RED_BLUE * (r[i]! - b[i]!);
    v[i] = GREEN * (sum - 2 * g[i]!);
  }
  return result;
}

/** The inverse of `toOpponent`: the transposed matrix. */
export function fromOpponent(opponent: Planes): Planes {
  invariant(opponent.channels === 3, "a colour transform needs three channels");
  const rgb = planesLike(opponent);
  const [r, g, b] = [plane(rgb, 0), plane(rgb, 1), plane(rgb, 2)];
  const y = plane(opponent, 0);
  const u = plane(opponent, 1);
  const v = plane(opponent, 2);
  for (let i = 0; i < y.length; i++) {
    const luma = LUMA * y[i]!;
    const side = GREEN * v[i]!;
    r[i] = luma + RED_BLUE * u[i]! + side;
    g[i] = luma - 2 * side;
    b[i] = luma - RED_BLUE * u[i]! + side;
  }
  return rgb;
}

/** Three equal planes: the mean of the channels. */
export function greyOf(rgb: Planes): Planes {
  invariant(rgb.channels === 3, "a colour transform needs three channels");
  const grey = planesLike(rgb);
  const [r, g, b] = [plane(rgb, 0), plane(rgb, 1), plane(rgb, 2)];
  const mean = plane(grey, 0);
  for (let i = 0; i < mean.length; i++) mean[i] = (r[i]! + g[i]! + b[i]!) / 3;
  plane(grey, 1).set(mean);
  plane(grey, 2).set(mean);
  return grey;
}
