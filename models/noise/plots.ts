/** What is drawn of an image's noise: over brightness, over distance, over frequency. */
import { toOpponent } from "../image/colour.ts";
import { type Image, type Planes, plane, toPlanes } from "../image/image.ts";
import { blockStatistics } from "./block-statistics.ts";
import type { NoiseEstimate } from "./estimate.ts";
import { flatBlocks } from "./flat-blocks.ts";
import { varianceAt } from "./noise-level.ts";
import { addProducts, cosinePower, removePlane } from "./spectrum.ts";

export interface NoisePlots {
  /** Flat blocks: brightness 0..1, and variance in squared 0..255 units. */
  readonly blocks: readonly {
    readonly mean: number;
    readonly variance: number;
  }[];
  /** The fitted line variance = a·x + b in the units of `blocks`. */
  readonly line: { readonly a: number; readonly b: number };
  /** Noise level in each of equal ranges of brightness; null where no flat block lies. */
  readonly curve: readonly (number | null)[];
  /** Correlation of the noise with itself moved by −r..r pixels: (2r+1)² values, row by row. */
  readonly correlation: {
    readonly reach: number;
    readonly values: readonly number[];
  };
  /** Mean power of luminance and colour noise by frequency, from 0 to half a cycle per pixel, 1 for white noise. */
  readonly spectrum: {
    readonly luma: readonly number[];
    readonly chroma: readonly number[];
  };
}

/** Side of the squares for correlation and spectrum. */
const SIDE = 32;
/** How many are looked at, and the share of the flattest that are used. */
const MOST_SQUARES = 2000;
const FLAT_SHARE = 0.08;
const FEWEST = 12;
const REACH = 4;
/** Ranges of frequency. */
const BANDS = 16;
/** From variances in 0..1 units to squared 0..255 units. */
const LEVELS = 255 ** 2;

/** `estimate` is the image's. Images without a single square of 32 pixels have no correlation and no spectrum: zeros. */
export function noisePlots(image: Image, estimate: NoiseEstimate): NoisePlots {
  const statistics = blockStatistics(image);
  const flat = statistics.length > 0 ? flatBlocks(statistics) : [];
  const bins = new Set(flat.map(({ bin }) => bin));
  const squares = flatSquares(image, estimate);
  return {
    blocks: flat.flatMap(({ blocks }) =>
      blocks.map(({ mean, total }) => ({ mean, variance: LEVELS * total })),
    ),
    line: { a: LEVELS * estimate.a, b: LEVELS * estimate.b },
    curve: estimate.curve.map((variance, bin) =>
      bins.has(bin) ? 255 * Math.sqrt(variance) : null,
    ),
    correlation: correlationOf(squares),
    spectrum: {
      luma: spectrumOf(squares.map(([luma]) => luma)),
      chroma: spectrumOf(squares.flatMap(([, ...chroma]) => chroma)),
    },
  };
}

/** Luma and both chroma planes of a square, without the plane of light below the noise. */
type Square = readonly [Float32Array, Float32Array, Float32Array];

/** The squares with the least variance for their brightness. */
function flatSquares(image: Image, { curve }: NoiseEstimate): Square[] {
  const { width, height } = image;
  const count = (width / SIDE) * (height / SIDE);
  const step = Math.ceil(SIDE * Math.max(1, Math.sqrt(count / MOST_SQUARES)));
  const found: { square: Square; roughness: number }[] = [];
  for (let y = 0; y + SIDE <= height; y += step)
    for (let x = 0; x + SIDE <= width; x += step) {
      const rect = { x, y, width: SIDE, height: SIDE };
      const planes = toPlanes(image, rect);
      const mean = meanOf(planes);
      // Clipping hides noise.
      if (mean < 0.02 || mean > 0.98) continue;
      const opponent = toOpponent(planes);
      const square = [0, 1, 2].map((c) =>
        plane(opponent, c),
      ) as unknown as Square;
      const variance = square.reduce(
        (sum, part) => sum + removePlane(part, SIDE),
        0,
      );
      found.push({
        square,
        roughness: variance / (varianceAt(curve, mean) + 1 / LEVELS),
      });
    }
  found.sort((a, b) => a.roughness - b.roughness);
  const most = Math.max(FEWEST, Math.round(FLAT_SHARE * found.length));
  return found.slice(0, most).map(({ square }) => square);
}

function meanOf({ data }: Planes): number {
  return data.reduce((sum, value) => sum + value, 0) / data.length;
}

/** Of luma. */
function correlationOf(squares: readonly Square[]): NoisePlots["correlation"] {
  const sums = new Float64Array((2 * REACH + 1) ** 2);
  for (const [luma] of squares) addProducts(luma, SIDE, REACH, sums);
  const variance = sums[(sums.length - 1) / 2]!;
  const values = [...sums].map((sum) => (variance > 0 ? sum / variance : 0));
  return { reach: REACH, values };
}

/** Relative to the mean over all frequencies. */
function spectrumOf(parts: readonly Float32Array[]): number[] {
  const sums = new Float64Array(BANDS);
  const counts = new Float64Array(BANDS);
  let [total, coefficients] = [0, 0];
  for (const part of parts)
    cosinePower(part, SIDE).forEach((power, i) => {
      const [u, v] = [i % SIDE, Math.floor(i / SIDE)];
      // These went with the plane.
      if (u + v < 2) return;
      total += power;
      coefficients++;
      const band = Math.floor((BANDS * Math.hypot(u, v)) / SIDE);
      if (band >= BANDS) return;
      sums[band] = sums[band]! + power;
      counts[band] = counts[band]! + 1;
    });
  const mean = total / coefficients;
  return [...sums].map((sum, band) =>
    mean > 0 ? sum / counts[band]! / mean : 0,
  );
}
