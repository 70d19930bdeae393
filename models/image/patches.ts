/** Training patches: cropped, turned, and judged by texture. */

import type { Image, Planes } from "./image.ts";
import { emptyPlanes, plane, toPlanes } from "./image.ts";

/** One of the 8 symmetries of a square: 4 turns, each mirrored or not. */
export type Orientation = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const orientations: readonly Orientation[] = [0, 1, 2, 3, 4, 5, 6, 7];

/** A square of the image as three planes, mirrored where it reaches outside. */
export function cropPatch(
  image: Image,
  x: number,
  y: number,
  size: number,
): Planes {
  return toPlanes(image, { x, y, width: size, height: size });
}

/**
 * Mirrors left to right (orientation & 1), upside down (& 2), and then swaps
 * rows and columns (& 4). All eight differ; 0 gives a copy.
 */
export function orient(planes: Planes, orientation: Orientation): Planes {
  const { width, height, channels } = planes;
  const swap = (orientation & 4) !== 0;
  const turned = swap
    ? emptyPlanes(height, width, channels)
    : emptyPlanes(width, height, channels);
  const stepX = swap ? height : 1;
  const stepY = swap ? 1 : width;
  for (let c = 0; c < channels; c++) {
    const from = plane(planes, c);
    const to = plane(turned, c);
    for (let y = 0, i = 0; y < height; y++) {
      const toY = orientation & 2 ? height - 1 - y : y;
      for (let x = 0; x < width; x++, i++) {
        const toX = orientation & 1 ? width - 1 - x : x;
        to[toX * stepX + toY * stepY] = from[i]!;
      }
    }
  }
  return turned;
}

/**
 * How much texture there is: the mean absolute difference of neighbouring
 * samples, over both directions and all channels, in 0..1. Clear sky is below
 * 0.004, ordinary detail about 0.01 to 0.04.
 */
export function texture(planes: Planes): number {
  const { width, height, channels } = planes;
  let sum = 0;
  for (let c = 0; c < channels; c++) {
    const data = plane(planes, c);
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        const value = data[i]!;
        if (x > 0) sum += Math.abs(value - data[i - 1]!);
        if (y > 0) sum += Math.abs(value - data[i - width]!);
      }
    }
  }
  const pairs = channels * (2 * width * height - width - height);
  return pairs > 0 ? sum / pairs : 0;
}
