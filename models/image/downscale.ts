/** Making an image smaller without aliasing. */

import { invariant } from "../errors.ts";
import type { Planes } from "./image.ts";
import { emptyPlanes, mirror, plane } from "./image.ts";

/**
 * Scales down to the given size with a cubic filter (Keys, a = −0.5) as wide
 * as the reduction asks for, so that nothing aliases; the result is clamped to
 * 0..1. At the original size it is an exact copy. To less than half, pixels are
 * averaged by twos first, which leaves the filter half as many to sum.
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
  const even = planes.width % 2 === 0 && planes.height % 2 === 0;
  const far = 2 * width <= planes.width && 2 * height <= planes.height;
  if (even && far) return downscale(halved(planes), width, height);
  const { channels } = planes;
  const scaled = emptyPlanes(width, height, channels);
  const rows = new Float32Array(width * planes.height);
  const horizontal = taps(planes.width, width);
  const vertical = taps(planes.height, height);
  for (let c = 0; c < channels; c++) {
    scaleRows(plane(planes, c), planes.width, rows, horizontal);
    scaleColumns(rows, width, planes.height, plane(scaled, c), vertical);
  }
  return scaled;
}

/** The mean of each 2×2 block. */
function halved(planes: Planes): Planes {
  const { width, data } = planes;
  const half = emptyPlanes(width / 2, planes.height / 2, planes.channels);
  for (let top = 0, to = 0; top < data.length; top += 2 * width) {
    for (let at = top; at < top + width; at += 2, to++) {
      const upper = data[at]! + data[at + 1]!;
      half.data[to] =
        0.25 * (upper + data[at + width]! + data[at + width + 1]!);
    }
  }
  return half;
}

/** For each output position, the first of `count` sources and their weights. */
interface Taps {
  /** Always even. */
  readonly count: number;
  /** Down to −count, up to the size: mirrored when read. */
  readonly first: Int32Array;
  readonly weights: Float32Array;
}

function taps(from: number, to: number): Taps {
  const ratio = from / to;
  const count = 2 * Math.ceil(2 * ratio);
  const first = new Int32Array(to);
  const weights = new Float32Array(to * count);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * ratio - 0.5;
    const start = Math.floor(centre) - count / 2 + 1;
    first[i] = start;
    let sum = 0;
    for (let t = 0; t < count; t++) sum += cubic((start + t - centre) / ratio);
    for (let t = 0; t < count; t++)
      weights[i * count + t] = cubic((start + t - centre) / ratio) / sum;
  }
  return { count, first, weights };
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
  { count, first, weights }: Taps,
): void {
  const width = first.length;
  const line = new Float32Array(fromWidth + 2 * count);
  for (let start = 0, i = 0; start < from.length; start += fromWidth) {
    line.set(from.subarray(start, start + fromWidth), count);
    for (let t = 1; t <= count; t++) {
      line[count - t] = from[start + mirror(-t, fromWidth)]!;
      line[count + fromWidth - 1 + t] =
        from[start + mirror(fromWidth - 1 + t, fromWidth)]!;
    }
    for (let x = 0, w = 0; x < width; x++, i++) {
      let at = count + first[x]!;
      let even = 0;
      let odd = 0;
      for (const end = w + count; w < end; w += 2, at += 2) {
        even += weights[w]! * line[at]!;
        odd += weights[w + 1]! * line[at + 1]!;
      }
      to[i] = even + odd;
    }
  }
}

/** Sums whole rows, two at a time, in the order of memory. */
function scaleColumns(
  from: Float32Array,
  width: number,
  fromHeight: number,
  to: Float32Array,
  { count, first, weights }: Taps,
): void {
  const line = new Float32Array(width);
  for (let y = 0, i = 0; y < first.length; y++) {
    line.fill(0);
    for (let t = 0; t < count; t += 2) {
      const row = mirror(first[y]! + t, fromHeight) * width;
      const next = mirror(first[y]! + t + 1, fromHeight) * width;
      const weight = weights[y * count + t]!;
      const nextWeight = weights[y * count + t + 1]!;
      for (let x = 0; x < width; x++)
        line[x] =
          line[x]! + weight * from[row + x]! + nextWeight * from[next + x]!;
    }
    for (let x = 0; x < width; x++, i++) {
      const value = line[x]!;
      to[i] = value < 0 ? 0 : value > 1 ? 1 : value;
    }
  }
}
