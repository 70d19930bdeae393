/** Wavelets: orthonormal diagonal details for estimates, undecimated bands for detail. */

import { filterSeparable } from "./filter.ts";
import { mirror } from "./image.ts";

/** One plane with its size. */
export interface Band {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Daubechies' orthonormal low-pass filter with two vanishing moments. */
const LOW = [
  1 + Math.sqrt(3),
  3 + Math.sqrt(3),
  3 - Math.sqrt(3),
  1 - Math.sqrt(3),
].map((tap) => tap / (4 * Math.SQRT2));
/** Its high-pass partner: reversed, with alternating signs. */
const HIGH = [LOW[3]!, -LOW[2]!, LOW[1]!, -LOW[0]!];

/**
 * The diagonal details HH (half the size) of an orthonormal wavelet: white
 * noise keeps its standard deviation, flat areas and straight ramps vanish,
 * and of texture only its finest, least common part stays.
 */
export function diagonalDetails(band: Band): Band {
  return separableHalf(band, HIGH);
}

/** The low-pass half LL, for the next level; flat areas double each level. */
export function approximation(band: Band): Band {
  return separableHalf(band, LOW);
}

function separableHalf(band: Band, taps: readonly number[]): Band {
  const [t0, t1, t2, t3] = taps as [number, number, number, number];
  const { data } = band;
  const width = band.width >> 1;
  const height = band.height >> 1;
  const rows = new Float32Array(width * band.height);
  for (let y = 0, i = 0; y < band.height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const at = y * band.width + 2 * x;
      const end = y * band.width;
      rows[i] =
        t0 * data[at]! +
        t1 * data[at + 1]! +
        t2 * data[end + mirror(2 * x + 2, band.width)]! +
        t3 * data[end + mirror(2 * x + 3, band.width)]!;
    }
  }
  const half = new Float32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    const at0 = 2 * y * width;
    const at2 = mirror(2 * y + 2, band.height) * width;
    const at3 = mirror(2 * y + 3, band.height) * width;
    for (let x = 0; x < width; x++, i++) {
      half[i] =
        t0 * rows[at0 + x]! +
        t1 * rows[at0 + width + x]! +
        t2 * rows[at2 + x]! +
        t3 * rows[at3 + x]!;
    }
  }
  return { width, height, data: half };
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
    bands.push(current.map((value, i) => value - smooth[i]!));
    current = smooth;
  }
  return { bands, smooth: current };
}

/** How far around a pixel its bands reach, in pixels. */
export function bandReach(levels: number): number {
  return 2 * (2 ** levels - 1);
}
