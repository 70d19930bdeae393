/** Planes seen a fraction of a pixel further on. */
import { mirror, type Planes, type Point, plane, planesLike } from "./image.ts";

/**
 * The value at (x + by.x, y + by.y) for each pixel (x, y), by cubic convolution (Keys 1981, a = −0.5)
 * of four pixels in each direction; `by` is within −1..1. Mirrored at the borders.
 */
export function shiftedBy(planes: Planes, by: Point): Planes {
  const result = planesLike(planes);
  const { width, height } = planes;
  for (let c = 0; c < planes.channels; c++) {
    const rows = resampled(plane(planes, c), width, height, 1, width, by.x);
    plane(result, c).set(resampled(rows, height, width, width, 1, by.y));
  }
  return result;
}

/** Each of `count` lines of `length` samples, `step` apart, lines being `next` apart. */
function resampled(
  from: Float32Array,
  length: number,
  count: number,
  step: number,
  next: number,
  by: number,
): Float32Array {
  const to = new Float32Array(from.length);
  const whole = Math.floor(by);
  const taps = [-1, 0, 1, 2].map((tap) => cubic(tap - (by - whole)));
  for (let i = 0; i < length; i++) {
    const places = [-1, 0, 1, 2].map(
      (tap) => step * mirror(i + whole + tap, length),
    );
    for (let line = 0; line < count; line++) {
      const start = line * next;
      let sum = 0;
      for (let tap = 0; tap < 4; tap++)
        sum += taps[tap]! * from[start + places[tap]!]!;
      to[start + i * step] = sum;
    }
  }
  return to;
}

function cubic(position: number): number {
  const x = Math.abs(position);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}
