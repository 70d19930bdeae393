/** Wavelets: orthonormal diagonal details for estimates, undecimated bands for detail. */

import { filterSeparable } from "./filter.ts";

/**
 * Haar's orthonormal transform of one square of even side: fills `smooth` (a
 * quarter as many values; flat areas double) and returns the mean square of
 * the diagonal details HH, which for white noise is its variance. Flat areas
 * and straight ramps vanish in them.
 */
export function haarDiagonal(
  square: Float32Array,
  side: number,
  smooth: Float32Array,
): number {
  let squares = 0;
  for (let y = 0, i = 0; y < side; y += 2) {
    for (let x = 0; x < side; x += 2, i++) {
      const at = y * side + x;
      const sum = square[at]! + square[at + side + 1]!;
      const other = square[at + 1]! + square[at + side]!;
      smooth[i] = (sum + other) / 2;
      squares += ((sum - other) / 2) ** 2;
    }
  }
  return squares / smooth.length;
}

/** The cubic B-spline of the à trous algorithm. */
const SPLINE = Float32Array.of(1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16);

/**
 * The undecimated bands of a plane, finest first (Starck and Murtagh's à trous
 * algorithm with the cubic B-spline). The bands and the remaining smooth plane
 * add up to the input.
 */
export function undecimatedBands(
  data: Float32Array,
  width: number,
  levels: number,
): { readonly bands: Float32Array[]; readonly smooth: Float32Array } {
  const bands: Float32Array[] = [];
  let current = data;
  for (let level = 0; level < levels; level++) {
    const smooth = filterSeparable(current, width, SPLINE, 2 ** level);
    const band = new Float32Array(current.length);
    for (let i = 0; i < band.length; i++) band[i] = current[i]! - smooth[i]!;
    bands.push(band);
    current = smooth;
  }
  return { bands, smooth: current };
}

/** How far around a pixel its bands reach, in pixels. */
export function bandReach(levels: number): number {
  return 2 * (2 ** levels - 1);
}
