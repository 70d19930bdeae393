/** A coarse map of the noise level over a whole image, as the noise meter writes it. */
import type { Rect } from "../image/image.ts";

/** Side in pixels of the square that one value stands for. */
export const CELL = 8;

/** ceil(height/8) × ceil(width/8) values, row by row; the first cell begins at the image's corner. */
export interface LevelMap {
  readonly width: number;
  readonly height: number;
  /** Standard deviation in 0..1 units. */
  readonly sigma: Float32Array;
}

/** The size of the map that belongs to an image. */
export function levelMapSize(image: {
  readonly width: number;
  readonly height: number;
}): { readonly width: number; readonly height: number } {
  return {
    width: Math.ceil(image.width / CELL),
    height: Math.ceil(image.height / CELL),
  };
}

/** Cells of a network's noise map along one side of a cell of this one. */
const FINER = CELL / 2;

/**
 * The part of the map that belongs to a window with even corner and extents, bilinear at half
 * resolution. What lies beyond the map has the value at its border. The same place has the same
 * value in every window.
 */
export function levelsOfWindow(
  { width, height, sigma }: LevelMap,
  window: Rect,
): Float32Array {
  const columns = positions(window.x / 2, window.width / 2, width);
  const rows = positions(window.y / 2, window.height / 2, height);
  const levels = new Float32Array(columns.length * rows.length);
  let to = 0;
  for (const row of rows) {
    const [top, bottom] = [row.near * width, row.far * width];
    for (const { near, far, share } of columns) {
      const above = mixed(sigma[top + near]!, sigma[top + far]!, share);
      const below = mixed(sigma[bottom + near]!, sigma[bottom + far]!, share);
      levels[to++] = mixed(above, below, row.share);
    }
  }
  return levels;
}

interface Position {
  readonly near: number;
  readonly far: number;
  /** Of the farther value, 0..1. */
  readonly share: number;
}

/** Where the centres of `count` half-size cells from `start` on lie among the map's `size` centres. */
function positions(start: number, count: number, size: number): Position[] {
  return Array.from({ length: count }, (_, i) => {
    const at = (start + i + 0.5) / FINER - 0.5;
    const inside = Math.min(size - 1, Math.max(0, at));
    const near = Math.floor(inside);
    return { near, far: Math.min(size - 1, near + 1), share: inside - near };
  });
}

function mixed(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}
