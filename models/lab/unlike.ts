/** How unlike known pictures others are: how far away the nearest known ones are, in pixels and in codes. */
import { downscale } from "../image/downscale.ts";
import { gaussianBlur } from "../image/filter.ts";
import type { Pictures } from "./batches.ts";
import type { Code } from "./latent.ts";
import { nearestTo } from "./neighbours.ts";
import { countOf, pictureAt } from "./pictures.ts";

/** Pictures, each as a point of unit length, twice: how they look, and what they are to an encoder. */
export interface Points {
  readonly looks: readonly Float32Array[];
  readonly codes: readonly Float32Array[];
}

/** Neighbours whose distances are averaged. */
const NEIGHBOURS = 5;
/** Looks are compared at this many pixels at most, blurred by so many, so that a shift by one counts little. */
const EDGE = 16;
const BLUR = 0.7;
/** Keeps what is known exactly from being infinitely near. */
const NEAREST = 1e-6;

/** Of unit length, for how bright a picture is, or how far from the middle its code, tells little of what it shows. */
export const pointsOf = (
  pictures: Pictures,
  codes: readonly Code[],
): Points => ({
  looks: looksOf(pictures),
  codes: codes.map(unit),
});

/** How each of them looks: small and blurred, of unit length. */
export const looksOf = (pictures: Pictures): readonly Float32Array[] =>
  Array.from({ length: countOf(pictures) }, (_, n) => unit(looks(pictures, n)));

/**
 * For each of `some` the geometric mean, over looks and codes, of d/√e: d is the mean distance of the
 * nearest known ones, e the same of these themselves among the known ones. Where known pictures lie
 * close together, less is far away, as by the local outlier factor (Breunig et al. 2000), which
 * divides by e; its root was found to tell more. Of at least seven known ones.
 */
export function unlikeness(known: Points, some: Points): readonly number[] {
  const looks = relative(known.looks, some.looks);
  const codes = relative(known.codes, some.codes);
  return looks.map((value, n) => Math.sqrt(value * codes[n]!));
}

function relative(
  known: readonly Float32Array[],
  some: readonly Float32Array[],
): readonly number[] {
  const own = new Map<number, number>();
  const usual = (j: number): number => {
    const there = own.get(j) ?? near(known, known[j]!, j).distance;
    own.set(j, there);
    return there;
  };
  return some.map((point) => {
    const { distance, numbers } = near(known, point);
    const sum = numbers.reduce((total, j) => total + usual(j), 0);
    return distance / Math.sqrt(sum / numbers.length);
  });
}

/** The nearest known points, without one of them, and their mean distance. */
function near(
  known: readonly Float32Array[],
  point: Float32Array,
  without = -1,
): { readonly distance: number; readonly numbers: readonly number[] } {
  const best = nearestTo(known, point, NEIGHBOURS, without);
  const sum = best.reduce((total, one) => total + Math.sqrt(one.squared), 0);
  return {
    distance: Math.max(NEAREST, sum / best.length),
    numbers: best.map(({ j }) => j),
  };
}

/** One picture, small and blurred: all channels, one after the other. */
function looks(pictures: Pictures, n: number): Float32Array {
  const [channels, height, width] = pictures.shape;
  const factor = Math.max(1, Math.ceil(Math.max(height, width) / EDGE));
  const [rows, columns] = [height, width].map((extent) =>
    Math.max(1, Math.round(extent / factor)),
  ) as [number, number];
  const data = pictureAt(pictures, n);
  const small = downscale({ channels, height, width, data }, columns, rows);
  const plane = rows * columns;
  const blurred = new Float32Array(channels * plane);
  for (let c = 0; c < channels; c++) {
    const one = small.data.subarray(c * plane, (c + 1) * plane);
    blurred.set(gaussianBlur(one, columns, BLUR), c * plane);
  }
  return blurred;
}

function unit(values: Float32Array): Float32Array {
  const length = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0)) || 1;
  return values.map((value) => value / length);
}
