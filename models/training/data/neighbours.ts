/** Pairs of neighbouring pixels of a picture, as pictures of their own. */
import { emptyPlanes, type Planes } from "../../image/image.ts";
import type { Random } from "../../random.ts";

/** Neighbours in a cell of 2×2 pixels, numbered row by row: the one that is seen, and the one to meet. */
const NEIGHBOURS = [
  [0, 1],
  [0, 2],
  [1, 0],
  [1, 3],
  [2, 0],
  [2, 3],
  [3, 1],
  [3, 2],
] as const;

export interface Neighbours {
  /** The pixels that are seen, and those to meet: one of each cell. */
  readonly image: Planes;
  readonly neighbour: Planes;
  /** For each pixel of a cell, row by row, where it was picked: 1 for the first and −1 for the second. */
  readonly pick: Float32Array;
}

/**
 * Cells of 2·stride pixels a side, of which the four pixels that lie `stride` apart, at a place that
 * is drawn for the picture, count as neighbours. All that are picked so lie `stride` or more apart.
 */
export function neighbours(
  whole: Planes,
  stride: number,
  random: Random,
): Neighbours {
  const side = 2 * stride;
  const [width, height] = [whole.width / side, whole.height / side];
  const size = width * height;
  const image = emptyPlanes(width, height, 3);
  const neighbour = emptyPlanes(width, height, 3);
  const pick = new Float32Array(side * side * size);
  const [left, top] = [random.integer(0, stride), random.integer(0, stride)];
  /** Where one of the four lies in a cell. */
  const place = (k: number) => ({
    x: left + stride * (k & 1),
    y: top + stride * (k >> 1),
  });
  for (let i = 0; i < size; i++) {
    const [first, second] = NEIGHBOURS[
      random.integer(0, NEIGHBOURS.length)
    ]!.map(place) as [Place, Place];
    pick[(first.y * side + first.x) * size + i] = 1;
    pick[(second.y * side + second.x) * size + i] = -1;
    const cell = side * (Math.floor(i / width) * whole.width + (i % width));
    const at = ({ x, y }: Place) => cell + y * whole.width + x;
    for (let c = 0; c < 3; c++) {
      const plane = c * whole.width * whole.height;
      image.data[c * size + i] = whole.data[plane + at(first)]!;
      neighbour.data[c * size + i] = whole.data[plane + at(second)]!;
    }
  }
  return { image, neighbour, pick };
}

interface Place {
  readonly x: number;
  readonly y: number;
}
