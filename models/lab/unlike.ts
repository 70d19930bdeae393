/** How unlike known pictures others are: how far away the nearest known ones are, in looks, bends and codes. */
import { downscale } from "../image/downscale.ts";
import { gaussianBlur } from "../image/filter.ts";
import type { Planes } from "../image/image.ts";
import type { Pictures } from "./batches.ts";
import { deformation, type Slopes, slopesOf } from "./deformation.ts";
import type { Code } from "./latent.ts";
import { type Neighbour, nearestTo } from "./neighbours.ts";
import { countOf, pictureAt } from "./pictures.ts";

/** Pictures, as they are compared. */
export interface Points {
  /** How they look, and what they are to an encoder: of unit length. */
  readonly looks: readonly Float32Array[];
  readonly codes: readonly Float32Array[];
  /** Small and grey, one plane of `width` pixels across each. */
  readonly grey: readonly Float32Array[];
  readonly width: number;
}

/** Neighbours whose distances are averaged. */
const NEIGHBOURS = 5;
/** Of so many that look most alike it is found out how well they can be bent to be the same. */
const CANDIDATES = 15;
/** Looks are compared at this many pixels at most, blurred by so many, so that a shift by one counts little. */
const EDGE = 16;
const BLUR = 0.7;
/** Lines are bent at this many pixels at most. */
const GREY_EDGE = 32;
/** Keeps what is known exactly from being infinitely near. */
const NEAREST = 1e-6;

/** Of unit length, for how bright a picture is, or how far from the middle its code, tells little of what it shows. */
export function pointsOf(pictures: Pictures, codes: readonly Code[]): Points {
  const small = smaller(pictures, GREY_EDGE);
  return {
    looks: looksOf(pictures),
    codes: codes.map(unit),
    grey: small.map(({ channels, data }) => meanPlane(data, channels)),
    width: small[0]?.width ?? 0,
  };
}

/** How each of them looks: small and blurred, all channels, of unit length. */
export const looksOf = (pictures: Pictures): readonly Float32Array[] =>
  smaller(pictures, EDGE).map((small) => unit(blurred(small)));

/**
 * For each of `some` the geometric mean, over looks, codes and bends (`deformation`), of d/√e: d is
 * the mean distance of the nearest known ones, e the same of these themselves among the known ones.
 * Where known pictures lie close together, less is far away, as by the local outlier factor (Breunig
 * et al. 2000), which divides by e; its root was found to tell more. Of at least seven known ones.
 */
export function unlikeness(known: Points, some: Points): readonly number[] {
  const find = findNearest(known);
  const own = new Map<number, readonly number[]>();
  const usual = (j: number): readonly number[] => {
    const there = own.get(j) ?? find(known, j, j).map(meanDistance);
    own.set(j, there);
    return there;
  };
  return some.looks.map((_, n) => {
    const relative = find(some, n).map((near, way) => {
      const sum = near.reduce((total, { j }) => total + usual(j)[way]!, 0);
      return meanDistance(near) / Math.sqrt(sum / near.length);
    });
    return Math.cbrt(relative.reduce((product, value) => product * value));
  });
}

/** The nearest known ones by looks, by codes, and by bends among those that look most alike; to a known one without itself. */
function findNearest(known: Points) {
  const made = new Map<Float32Array, Slopes>();
  const slopes = (grey: Float32Array): Slopes => {
    const own = made.get(grey) ?? slopesOf(grey, known.width);
    made.set(grey, own);
    return own;
  };
  return (
    { looks, codes, grey }: Points,
    n: number,
    without = -1,
  ): readonly (readonly Neighbour[])[] => {
    const alike = nearestTo(known.looks, looks[n]!, CANDIDATES, without);
    const own = slopes(grey[n]!);
    const bent = alike.map(({ j }) => ({
      ...{ j, squared: deformation(own, slopes(known.grey[j]!)) },
    }));
    return [
      alike.slice(0, NEIGHBOURS),
      nearestTo(known.codes, codes[n]!, NEIGHBOURS, without),
      bent.sort((a, b) => a.squared - b.squared).slice(0, NEIGHBOURS),
    ];
  };
}

function meanDistance(near: readonly Neighbour[]): number {
  const sum = near.reduce((total, one) => total + Math.sqrt(one.squared), 0);
  return Math.max(NEAREST, sum / near.length);
}

/** Each picture with no more than so many pixels along its edges. */
function smaller(pictures: Pictures, edge: number): readonly Planes[] {
  const [channels, height, width] = pictures.shape;
  const factor = Math.max(1, Math.ceil(Math.max(height, width) / edge));
  const [rows, columns] = [height, width].map((extent) =>
    Math.max(1, Math.round(extent / factor)),
  ) as [number, number];
  return Array.from({ length: countOf(pictures) }, (_, n) => {
    const data = pictureAt(pictures, n);
    return downscale({ channels, height, width, data }, columns, rows);
  });
}

function blurred({ channels, height, width, data }: Planes): Float32Array {
  const plane = height * width;
  const all = new Float32Array(data.length);
  for (let c = 0; c < channels; c++) {
    const one = data.subarray(c * plane, (c + 1) * plane);
    all.set(gaussianBlur(one, width, BLUR), c * plane);
  }
  return all;
}

const meanPlane = (data: Float32Array, channels: number): Float32Array => {
  const length = data.length / channels;
  return Float32Array.from({ length }, (_, i) => {
    let sum = 0;
    for (let at = i; at < data.length; at += length) sum += data[at]!;
    return sum / channels;
  });
};

function unit(values: Float32Array): Float32Array {
  const length = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0)) || 1;
  return values.map((value) => value / length);
}
