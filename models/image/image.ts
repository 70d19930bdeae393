/** The image types, and conversion between stored samples and planes. */

import { invariant } from "../errors.ts";
import type { ImageSource } from "./regions.ts";

/** Levels 0..255, 0..65535 or 0..1, in the file's own transfer curve. */
export type Samples = Uint8Array | Uint16Array | Float32Array;

/** An image as a file stores it: interleaved samples, row by row. */
export interface Image {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha. */
  readonly channels: 1 | 2 | 3 | 4;
  readonly samples: Samples;
}

/** Float samples in 0..1, channel after channel (CHW). */
export interface Planes {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Float32Array;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Planes of zeros. */
export function emptyPlanes(
  width: number,
  height: number,
  channels: number,
): Planes {
  const data = new Float32Array(width * height * channels);
  return { width, height, channels, data };
}

/** Planes of the same shape as another's, of zeros or holding given data. */
export function planesLike(like: Planes, data?: Float32Array): Planes {
  const { width, height, channels } = like;
  if (!data) return emptyPlanes(width, height, channels);
  invariant(data.length === like.data.length, "data must fit the planes");
  return { width, height, channels, data };
}

/** One channel of the planes, as a view. */
export function plane(planes: Planes, channel: number): Float32Array {
  const size = planes.width * planes.height;
  return planes.data.subarray(channel * size, (channel + 1) * size);
}

/** A copy of a rectangle that lies within the planes. */
export function cropPlanes(
  planes: Planes,
  { x, y, width, height }: Rect,
): Planes {
  const data = new Float32Array(planes.channels * width * height);
  for (let row = 0; row < planes.channels * height; row++) {
    const channel = Math.floor(row / height);
    const from =
      (channel * planes.height + y + (row % height)) * planes.width + x;
    data.set(planes.data.subarray(from, from + width), row * width);
  }
  return { width, height, channels: planes.channels, data };
}

/** An image of the same size, channels and depth, with all samples zero. */
export function emptyLike(image: Image): Image {
  return {
    ...image,
    samples: emptySamples(image.samples, image.samples.length),
  };
}

/** A copy that shares no memory with the original. */
export function copyImage(image: Image): Image {
  const samples = emptySamples(image.samples, image.samples.length);
  samples.set(image.samples);
  return { ...image, samples };
}

/** The sample value that stands for 1: 255, 65535 or 1. */
export function fullScale(samples: Samples): number {
  if (samples instanceof Uint8Array) return 255;
  return samples instanceof Uint16Array ? 65535 : 1;
}

/** Whether the image has its colour in three channels, not in one. */
export function hasColour(image: Pick<Image, "channels">): boolean {
  return image.channels >= 3;
}

/**
 * A region as three planes: grey is repeated, alpha left out. The region may
 * reach outside of the image, by any amount: there the image is mirrored
 * without repeating its edge samples (reflect-101).
 */
export function toPlanes(
  source: ImageSource,
  rect: Rect = whole(source),
): Planes {
  return planesAt(mirroredRegion(source, rect));
}

/** Samples in memory, and where in them each column and row of a region is. */
export interface MirroredRegion {
  readonly image: Image;
  readonly columns: Int32Array;
  readonly rows: Int32Array;
}

/** A region that may reach outside of the image, as in `toPlanes`. */
export function mirroredRegion(
  source: ImageSource,
  rect: Rect,
): MirroredRegion {
  const columns = mirrored(rect.x, rect.width, source.width);
  const rows = mirrored(rect.y, rect.height, source.height);
  if ("samples" in source) return { image: source, columns, rows };
  const x = columns.reduce(least, Infinity);
  const y = rows.reduce(least, Infinity);
  const image = source.read({
    ...{ x, y },
    width: columns.reduce(greatest, 0) + 1 - x,
    height: rows.reduce(greatest, 0) + 1 - y,
  });
  return {
    image,
    columns: columns.map((column) => column - x),
    rows: rows.map((row) => row - y),
  };
}

const least = (a: number, b: number) => Math.min(a, b);
const greatest = (a: number, b: number) => Math.max(a, b);

/** Where the samples of a stretch of an axis are, inside of the image. */
function mirrored(from: number, length: number, size: number): Int32Array {
  const indices = new Int32Array(length);
  for (let i = 0; i < length; i++) indices[i] = mirror(from + i, size);
  return indices;
}

function planesAt({ image, columns, rows }: MirroredRegion): Planes {
  const { samples, channels } = image;
  const planes = emptyPlanes(columns.length, rows.length, 3);
  const [red, green, blue] = [0, 1, 2].map((i) => plane(planes, i)) as Triple;
  const toUnit = 1 / fullScale(samples);
  const greenAt = hasColour(image) ? 1 : 0;
  const blueAt = hasColour(image) ? 2 : 0;

  for (let y = 0, to = 0; y < rows.length; y++) {
    const row = rows[y]! * image.width;
    for (let x = 0; x < columns.length; x++, to++) {
      const from = (row + columns[x]!) * channels;
      red[to] = samples[from]! * toUnit;
      green[to] = samples[from + greenAt]! * toUnit;
      blue[to] = samples[from + blueAt]! * toUnit;
    }
  }
  return planes;
}

/**
 * Writes planes of three channels into a region that lies inside the target,
 * clamped to 0..1 and rounded to its depth. Grey targets get the mean of the
 * three planes; alpha stays. `offset` is where the region begins in the planes.
 * Not-a-number is not noticed here: look for it before.
 */
export function writePlanes(
  target: Image,
  rect: Rect,
  planes: Planes,
  offset: Point = { x: 0, y: 0 },
): void {
  invariant(planes.channels === 3, "an image is written from three planes");
  invariant(contains(target, rect), "the region must lie inside the image");
  invariant(
    contains(planes, { ...rect, ...offset }),
    "the region must lie inside the planes",
  );
  const { samples, channels } = target;
  const [red, green, blue] = [0, 1, 2].map((i) => plane(planes, i)) as Triple;
  const scale = fullScale(samples);
  const half = samples instanceof Float32Array ? 0 : 0.5;
  const colour = hasColour(target);

  for (let y = 0; y < rect.height; y++) {
    let from = (offset.y + y) * planes.width + offset.x;
    let to = ((rect.y + y) * target.width + rect.x) * channels;
    for (let x = 0; x < rect.width; x++, from++, to += channels) {
      const r = red[from]!;
      const g = green[from]!;
      const b = blue[from]!;
      // Integer arrays cut the fraction off, so adding a half rounds.
      if (colour) {
        samples[to] = clampUnit(r) * scale + half;
        samples[to + 1] = clampUnit(g) * scale + half;
        samples[to + 2] = clampUnit(b) * scale + half;
      } else {
        samples[to] = clampUnit((r + g + b) / 3) * scale + half;
      }
    }
  }
}

/** The index inside 0..size−1 that an index outside of it mirrors to. */
export function mirror(index: number, size: number): number {
  if (index >= 0 && index < size) return index;
  if (size === 1) return 0;
  const period = 2 * (size - 1);
  const wrapped = ((index % period) + period) % period;
  return wrapped < size ? wrapped : period - wrapped;
}

type Triple = [Float32Array, Float32Array, Float32Array];

function whole(image: Pick<Image, "width" | "height">): Rect {
  return { x: 0, y: 0, width: image.width, height: image.height };
}

/** Whether a rectangle lies inside of an area. */
export function contains(
  area: { readonly width: number; readonly height: number },
  rect: Rect,
): boolean {
  return (
    rect.x >= 0 &&
    rect.y >= 0 &&
    rect.x + rect.width <= area.width &&
    rect.y + rect.height <= area.height
  );
}

/** Whether two rectangles have pixels in common. */
export function overlap(a: Rect, b: Rect): boolean {
  return (
    a.x < b.x + b.width &&
    b.x < a.x + a.width &&
    a.y < b.y + b.height &&
    b.y < a.y + a.height
  );
}

function clampUnit(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

/** So many zeros, of the same depth. */
export function emptySamples(like: Samples, length: number): Samples {
  if (like instanceof Uint8Array) return new Uint8Array(length);
  if (like instanceof Uint16Array) return new Uint16Array(length);
  return new Float32Array(length);
}
