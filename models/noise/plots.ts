/** What is drawn of an image's noise: over brightness, over distance, over frequency. */
import { toOpponent } from "../image/colour.ts";
import {
  type Image,
  type Planes,
  plane,
  type Rect,
  toPlanes,
} from "../image/image.ts";
import type { NoiseEstimate } from "./estimate.ts";
import { CELL, levelMapSize } from "./level-map.ts";
import { BINS, binOf, varianceAt } from "./noise-level.ts";
import { addProducts, cosinePower, removePlane } from "./spectrum.ts";
import { tellsOfNoise } from "./telling.ts";

/** Brightness 0..1, and variance in squared 0..255 units. */
export interface LevelSample {
  readonly mean: number;
  readonly variance: number;
}

export interface NoisePlots {
  /** The estimate at places spread evenly over the image, as far as they tell of noise. */
  readonly points: readonly LevelSample[];
  /** The means of the points in equal ranges of brightness that have any, from dark to bright. */
  readonly curve: readonly LevelSample[];
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
/** Points at most. */
const MOST_POINTS = 600;
/** From variances in 0..1 units to squared 0..255 units. */
const LEVELS = 255 ** 2;

/**
 * `estimate` is the image's. Where no square of 32 pixels tells of noise there is no correlation
 * and no spectrum: zeros.
 */
export function noisePlots(image: Image, estimate: NoiseEstimate): NoisePlots {
  const points = pointsOf(image, estimate);
  const squares = flatSquares(image, estimate);
  return {
    points,
    curve: curveThrough(points),
    correlation: correlationOf(squares),
    spectrum: {
      luma: spectrumOf(squares.map(([luma]) => luma)),
      chroma: spectrumOf(squares.flatMap(([, ...chroma]) => chroma)),
    },
  };
}

/** Cells of the estimate's map, or of the image with the variance that the curve gives them. */
function pointsOf(image: Image, { map, curve }: NoiseEstimate): LevelSample[] {
  const size = levelMapSize(image);
  const every = Math.ceil(Math.sqrt((size.width * size.height) / MOST_POINTS));
  const points: LevelSample[] = [];
  // From the middle of each group of cells, so that they lie evenly.
  for (let row = every >> 1; row < size.height; row += every)
    for (let column = every >> 1; column < size.width; column += every) {
      const cell = cellAt(image, column, row);
      if (!tellsOfNoise(image, cell)) continue;
      const mean = meanOf(toPlanes(image, cell));
      const variance = map
        ? map.sigma[row * map.width + column]! ** 2
        : varianceAt(curve, mean);
      points.push({ mean, variance: LEVELS * variance });
    }
  return points;
}

/** At the right and lower border cells may be smaller. */
function cellAt({ width, height }: Image, column: number, row: number): Rect {
  const [x, y] = [column * CELL, row * CELL];
  return {
    x,
    y,
    width: Math.min(CELL, width - x),
    height: Math.min(CELL, height - y),
  };
}

function curveThrough(points: readonly LevelSample[]): LevelSample[] {
  const ranges = Array.from({ length: BINS }, (): LevelSample[] => []);
  for (const point of points) ranges[binOf(point.mean)]!.push(point);
  const average = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return ranges
    .filter(({ length }) => length > 0)
    .map((range) => ({
      mean: average(range.map(({ mean }) => mean)),
      variance: average(range.map(({ variance }) => variance)),
    }));
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
      if (!cellsTell(image, rect)) continue;
      const planes = toPlanes(image, rect);
      const mean = meanOf(planes);
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

/** Whether all cells of a square tell of noise: one that does not would pass for a pattern. */
function cellsTell(image: Image, square: Rect): boolean {
  for (let y = square.y; y < square.y + square.height; y += CELL)
    for (let x = square.x; x < square.x + square.width; x += CELL)
      if (!tellsOfNoise(image, { x, y, width: CELL, height: CELL }))
        return false;
  return true;
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
