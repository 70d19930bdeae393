/** What each small block of an image says about noise. */

import type { Planes, Rect } from "../image/image.ts";
import { emptyPlanes, plane, toPlanes } from "../image/image.ts";
import type { ImageSource } from "../image/regions.ts";
import { haarDiagonal } from "../image/wavelet.ts";

/** Side of a block in pixels: small enough to find flat places, a multiple of 4. */
export const BLOCK = 16;
const PIXELS = BLOCK * BLOCK;
/** Enough blocks for any statistic, few enough for half a second. */
const MOST_BLOCKS = 5000;
/** With fewer than this, blocks overlap by half. */
const FEW_BLOCKS = 600;

/** Values are in 0..1 units, variances in their square. */
export interface BlockStatistics {
  /** Mean over all channels. */
  readonly mean: number;
  /**
   * Variance around the best plane in red, green and blue; −1 where the
   * channel is black or white, which hides its noise.
   */
  readonly variance: readonly [number, number, number];
  /** Mean of the known ones: the noise and whatever structure the block has. */
  readonly total: number;
  /** The same of the two chroma channels together, which have little texture. */
  readonly chroma: number;
  /** Variances of the diagonal details at full and half resolution. */
  readonly luma1: number;
  readonly luma2: number;
  readonly chroma1: number;
  readonly chroma2: number;
  /** Share of neighbours that are the same within half a level of 255. */
  readonly equal: number;
}

/** Statistics of blocks spread evenly over the image. */
export function blockStatistics(
  image: ImageSource | Planes,
): BlockStatistics[] {
  const { width, height } = image;
  if (width < BLOCK || height < BLOCK) return [];
  const count = Math.floor(width / BLOCK) * Math.floor(height / BLOCK);
  const spacing = Math.max(1, Math.sqrt(count / MOST_BLOCKS));
  const step = count < FEW_BLOCKS ? BLOCK / 2 : Math.round(BLOCK * spacing);
  const statistics: BlockStatistics[] = [];
  for (let y = 0; y + BLOCK <= height; y += step) {
    for (let x = 0; x + BLOCK <= width; x += step) {
      const rect = { x, y, width: BLOCK, height: BLOCK };
      statistics.push(statisticsOf(cut(image, rect)));
    }
  }
  return statistics;
}

function cut(image: ImageSource | Planes, rect: Rect): Planes {
  if (!("data" in image)) return toPlanes(image, rect);
  const block = emptyPlanes(rect.width, rect.height, 3);
  for (let c = 0; c < 3; c++) {
    const from = plane(image, Math.min(c, image.channels - 1));
    for (let y = 0; y < rect.height; y++) {
      const row = (rect.y + y) * image.width + rect.x;
      const line = from.subarray(row, row + rect.width);
      block.data.set(line, c * PIXELS + y * rect.width);
    }
  }
  return block;
}

function statisticsOf(block: Planes): BlockStatistics {
  const red = plane(block, 0);
  const green = plane(block, 1);
  const blue = plane(block, 2);
  const luma = new Float32Array(PIXELS);
  const chromaU = new Float32Array(PIXELS);
  const chromaV = new Float32Array(PIXELS);
  for (let i = 0; i < PIXELS; i++) {
    const r = red[i]!;
    const g = green[i]!;
    const b = blue[i]!;
    // The rotation of models/image/colour.ts.
    luma[i] = (r + g + b) * (1 / Math.sqrt(3));
    chromaU[i] = (r - b) * Math.SQRT1_2;
    chromaV[i] = (r - 2 * g + b) * (1 / Math.sqrt(6));
  }
  const means: Numbers3 = [meanOf(red), meanOf(green), meanOf(blue)];
  const variance: Numbers3 = [
    isClipped(means[0]) ? -1 : varianceAroundPlane(red),
    isClipped(means[1]) ? -1 : varianceAroundPlane(green),
    isClipped(means[2]) ? -1 : varianceAroundPlane(blue),
  ];
  const known = variance.filter((value) => value >= 0);
  const [luma1, luma2] = diagonalVariances(luma);
  const [u1, u2] = diagonalVariances(chromaU);
  const [v1, v2] = diagonalVariances(chromaV);
  const chroma = varianceAroundPlane(chromaU) + varianceAroundPlane(chromaV);
  return {
    mean: (means[0] + means[1] + means[2]) / 3,
    variance,
    total:
      known.reduce((total, value) => total + value, 0) / (known.length || 1),
    chroma: chroma / 2,
    luma1,
    luma2,
    chroma1: (u1 + v1) / 2,
    chroma2: (u2 + v2) / 2,
    equal: equalNeighbours(red, green, blue),
  };
}

function meanOf(data: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]!;
  return sum / data.length;
}

function isClipped(mean: number): boolean {
  return mean < 0.02 || mean > 0.98;
}

/** Least squares on the square grid, whose coordinates are orthogonal. */
function varianceAroundPlane(data: Float32Array): number {
  const centre = (BLOCK - 1) / 2;
  let sum = 0;
  let squares = 0;
  let alongX = 0;
  let alongY = 0;
  for (let y = 0, i = 0; y < BLOCK; y++) {
    let row = 0;
    for (let x = 0; x < BLOCK; x++, i++) {
      const value = data[i]!;
      row += value;
      squares += value * value;
      alongX += (x - centre) * value;
    }
    sum += row;
    alongY += (y - centre) * row;
  }
  const spread = (PIXELS * (BLOCK * BLOCK - 1)) / 12;
  const explained =
    (sum * sum) / PIXELS + (alongX * alongX + alongY * alongY) / spread;
  return Math.max(0, squares - explained) / (PIXELS - 3);
}

/**
 * Mean squares of Haar's orthonormal diagonal details HH₁ and HH₂, which are
 * the noise variance when the noise is white.
 */
function diagonalVariances(data: Float32Array): [number, number] {
  const half = new Float32Array(PIXELS / 4);
  const quarter = new Float32Array(PIXELS / 16);
  const first = haarDiagonal(data, BLOCK, half);
  return [first, haarDiagonal(half, BLOCK / 2, quarter)];
}

function equalNeighbours(
  red: Float32Array,
  green: Float32Array,
  blue: Float32Array,
): number {
  const level = 0.5 / 255;
  let equal = 0;
  for (let y = 0, i = 0; y < BLOCK; y++, i++) {
    for (let x = 1; x < BLOCK; x++, i++) {
      if (
        Math.abs(red[i]! - red[i + 1]!) < level &&
        Math.abs(green[i]! - green[i + 1]!) < level &&
        Math.abs(blue[i]! - blue[i + 1]!) < level
      ) {
        equal++;
      }
    }
  }
  return equal / (BLOCK * (BLOCK - 1));
}

type Numbers3 = [number, number, number];
