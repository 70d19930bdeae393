/** Training patches: cropped, turned, scaled down, and judged by texture. */

import { invariant } from "../errors.ts";
import type { Image, Planes } from "./image.ts";
import { emptyPlanes, mirror, plane, toPlanes } from "./image.ts";

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
 * Scales down to the given size with a cubic filter (Keys, a = −0.5) as wide
 * as the reduction asks for, so that nothing aliases; the result is clamped to
 * 0..1. At the original size it is an exact copy.
 */
export function downscale(
  planes: Planes,
  width: number,
  height: number,
): Planes {
  invariant(
    width > 0 && width <= planes.width && height > 0 && height <= planes.height,
    "downscale makes an image smaller",
  );
  const { channels } = planes;
  const scaled = emptyPlanes(width, height, channels);
  const rows = new Float32Array(width * planes.height);
  const horizontal = taps(planes.width, width);
  const vertical = taps(planes.height, height);
  for (let c = 0; c < channels; c++) {
    scaleRows(plane(planes, c), planes.width, rows, horizontal);
    scaleColumns(rows, width, plane(scaled, c), vertical);
  }
  return scaled;
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

/** For each output position, the same number of source indices and weights. */
interface Taps {
  readonly count: number;
  readonly indices: Int32Array;
  readonly weights: Float32Array;
}

function taps(from: number, to: number): Taps {
  const ratio = from / to;
  const count = 2 * Math.ceil(2 * ratio);
  const indices = new Int32Array(to * count);
  const weights = new Float32Array(to * count);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * ratio - 0.5;
    const first = Math.floor(centre) - count / 2 + 1;
    let sum = 0;
    for (let t = 0; t < count; t++) sum += cubic((first + t - centre) / ratio);
    for (let t = 0; t < count; t++) {
      indices[i * count + t] = mirror(first + t, from);
      weights[i * count + t] = cubic((first + t - centre) / ratio) / sum;
    }
  }
  return { count, indices, weights };
}

/** Keys, "Cubic convolution interpolation for digital image processing", 1981. */
function cubic(position: number): number {
  const x = Math.abs(position);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

function scaleRows(
  from: Float32Array,
  fromWidth: number,
  to: Float32Array,
  { count, indices, weights }: Taps,
): void {
  const width = indices.length / count;
  const height = from.length / fromWidth;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0, tap = 0; x < width; x++, i++) {
      let sum = 0;
      for (let t = 0; t < count; t++, tap++) {
        sum += weights[tap]! * from[y * fromWidth + indices[tap]!]!;
      }
      to[i] = sum;
    }
  }
}

function scaleColumns(
  from: Float32Array,
  width: number,
  to: Float32Array,
  { count, indices, weights }: Taps,
): void {
  const height = indices.length / count;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      let sum = 0;
      for (let t = 0; t < count; t++) {
        const tap = y * count + t;
        sum += weights[tap]! * from[indices[tap]! * width + x]!;
      }
      to[i] = Math.min(1, Math.max(0, sum));
    }
  }
}
