/** The Bayer mosaic, and its linear interpolation to full colour. */

import type { Planes } from "../image/image.ts";
import { emptyPlanes, mirror, plane } from "../image/image.ts";

/** Which column and row of each 2×2 cell hold red; blue is across from it. */
export interface BayerPhase {
  readonly x: 0 | 1;
  readonly y: 0 | 1;
}

/** Channel (0 red, 1 green, 2 blue) that the mosaic sees at a pixel. */
export function bayerChannel(x: number, y: number, phase: BayerPhase): number {
  return ((x ^ phase.x) & 1) + ((y ^ phase.y) & 1);
}

/** Weights of the 5×5 neighbourhood, for each kind of missing sample. */
interface Weights {
  /** Green on a red or blue site: itself, 4 neighbours, 4 at distance two. */
  readonly green: readonly [number, number, number];
  /** Red on a blue site or the reverse: itself, 4 diagonals, 4 at distance two. */
  readonly opposite: readonly [number, number, number];
  /**
   * Red or blue on a green site: itself, the 2 nearest of that colour, the 4
   * diagonals, 2 at distance two along that line, 2 across it.
   */
  readonly beside: readonly [number, number, number, number, number];
}

export type Demosaic = "bilinear" | "malvar";

/**
 * Malvar, He and Cutler, "High-quality linear interpolation for demosaicing of
 * Bayer-patterned color images", 2004.
 */
const weightsOf: Readonly<Record<Demosaic, Weights>> = {
  bilinear: {
    green: [0, 1 / 4, 0],
    opposite: [0, 1 / 4, 0],
    beside: [0, 1 / 2, 0, 0, 0],
  },
  malvar: {
    green: [4 / 8, 2 / 8, -1 / 8],
    opposite: [6 / 8, 2 / 8, -1.5 / 8],
    beside: [5 / 8, 4 / 8, -1 / 8, -1 / 8, 0.5 / 8],
  },
};

/** Interpolates a mosaic to three planes; mirrored borders keep the pattern. */
export function demosaic(
  mosaic: Float32Array,
  width: number,
  phase: BayerPhase,
  method: Demosaic,
): Planes {
  const height = mosaic.length / width;
  const padded = padByTwo(mosaic, width, height);
  const stride = width + 4;
  const planes = emptyPlanes(width, height, 3);
  const [green0, green1, green2] = weightsOf[method].green;
  const [opposite0, opposite1, opposite2] = weightsOf[method].opposite;
  const [beside0, beside1, beside2, along, across] = weightsOf[method].beside;
  const green = plane(planes, 1);

  for (let y = 0, i = 0; y < height; y++) {
    const redRow = ((y ^ phase.y) & 1) === 0;
    // The colour that this row holds beside green, and the other one.
    const own = plane(planes, redRow ? 0 : 2);
    const other = plane(planes, redRow ? 2 : 0);
    for (let x = 0; x < width; x++, i++) {
      const at = (y + 2) * stride + x + 2;
      const centre = padded[at]!;
      const row = padded[at - 1]! + padded[at + 1]!;
      const column = padded[at - stride]! + padded[at + stride]!;
      const diagonal =
        padded[at - stride - 1]! +
        padded[at - stride + 1]! +
        padded[at + stride - 1]! +
        padded[at + stride + 1]!;
      const farRow = padded[at - 2]! + padded[at + 2]!;
      const farColumn = padded[at - 2 * stride]! + padded[at + 2 * stride]!;

      if (bayerChannel(x, y, phase) === 1) {
        const shared = beside0 * centre + beside2 * diagonal;
        green[i] = centre;
        own[i] = shared + beside1 * row + along * farRow + across * farColumn;
        other[i] =
          shared + beside1 * column + along * farColumn + across * farRow;
      } else {
        const far = farRow + farColumn;
        own[i] = centre;
        green[i] = green0 * centre + green1 * (row + column) + green2 * far;
        other[i] = opposite0 * centre + opposite1 * diagonal + opposite2 * far;
      }
    }
  }
  return planes;
}

function padByTwo(
  data: Float32Array,
  width: number,
  height: number,
): Float32Array {
  const stride = width + 4;
  const padded = new Float32Array(stride * (height + 4));
  for (let y = -2; y < height + 2; y++) {
    const from = mirror(y, height) * width;
    const to = (y + 2) * stride + 2;
    padded.set(data.subarray(from, from + width), to);
    for (const x of [-2, -1, width, width + 1]) {
      padded[to + x] = data[from + mirror(x, width)]!;
    }
  }
  return padded;
}
