/** Maps of the noise level: smooth random ones, and the half-size ones a network takes. */

import type { Random } from "../random.ts";

/** The size of the noise map that belongs to an image: half, rounded up. */
export function mapSize(image: {
  readonly width: number;
  readonly height: number;
}): { readonly width: number; readonly height: number } {
  return {
    width: Math.ceil(image.width / 2),
    height: Math.ceil(image.height / 2),
  };
}

/** A half-size map that has the same σ (0..1 units) everywhere. */
export function constantMap(
  image: { readonly width: number; readonly height: number },
  sigma: number,
): Float32Array {
  const { width, height } = mapSize(image);
  return new Float32Array(width * height).fill(sigma);
}

/**
 * A smooth random map of the image's full size with values in low..high:
 * random levels on a coarse grid of 2 to 5 cells a side, bilinear between.
 */
export function smoothMap(
  width: number,
  height: number,
  low: number,
  high: number,
  random: Random,
): Float32Array {
  const cells = random.integer(2, 6);
  const side = cells + 1;
  const grid = Float32Array.from({ length: side * side }, () =>
    random.uniform(low, high),
  );
  const map = new Float32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    const v = (y / height) * cells;
    const row = Math.floor(v);
    for (let x = 0; x < width; x++, i++) {
      const u = (x / width) * cells;
      const column = Math.floor(u);
      const at = row * side + column;
      const top = mixed(grid[at]!, grid[at + 1]!, u - column);
      const bottom = mixed(grid[at + side]!, grid[at + side + 1]!, u - column);
      map[i] = mixed(top, bottom, v - row);
    }
  }
  return map;
}

/** The mean of each 2×2 block of a full-size map (fewer at odd edges). */
export function halveMap(
  map: Float32Array,
  width: number,
  height: number,
): Float32Array {
  const half = mapSize({ width, height });
  const halved = new Float32Array(half.width * half.height);
  for (let y = 0, i = 0; y < half.height; y++) {
    const row = 2 * y * width;
    const nextRow = 2 * y + 1 < height ? row + width : row;
    for (let x = 0; x < half.width; x++, i++) {
      const column = 2 * x;
      const nextColumn = column + 1 < width ? column + 1 : column;
      halved[i] =
        0.25 *
        (map[row + column]! +
          map[row + nextColumn]! +
          map[nextRow + column]! +
          map[nextRow + nextColumn]!);
    }
  }
  return halved;
}

function mixed(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}
