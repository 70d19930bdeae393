/** Small seeded images, and files of them written by sharp itself, not by the code under test. */
import { writeFileSync } from "node:fs";
import sharp, { type Sharp } from "sharp";
import type { Image } from "../../models/image/image.ts";
import { Random } from "../../models/random.ts";

type Channels = Image["channels"];

/** Random levels over the whole range of the depth. */
export function randomImage(
  width: number,
  height: number,
  channels: Channels,
  depth: 8 | 16 = 8,
  seed = 1,
): Image {
  const random = new Random(seed);
  const count = width * height * channels;
  const samples = depth === 8 ? new Uint8Array(count) : new Uint16Array(count);
  for (let i = 0; i < count; i++) samples[i] = random.integer(0, 2 ** depth);
  return { width, height, channels, samples };
}

/** Blocks of eight pixels in plain colours, which JPEG keeps almost exactly. */
export function blockImage(
  columns: number,
  rows: number,
  channels: 1 | 3 = 3,
  seed = 1,
): Image {
  const random = new Random(seed);
  const width = columns * 8;
  const height = rows * 8;
  const blocks = Uint8Array.from({ length: columns * rows * channels }, () =>
    random.integer(20, 236),
  );
  const samples = new Uint8Array(width * height * channels);
  for (let i = 0; i < samples.length; i++) {
    const x = Math.floor(i / channels) % width;
    const y = Math.floor(i / channels / width);
    const block = Math.floor(y / 8) * columns + Math.floor(x / 8);
    samples[i] = blocks[block * channels + (i % channels)]!;
  }
  return { width, height, channels, samples };
}

/** A soft slope from dark to bright, as of a sky, with white noise of the given level in 0..255 units, rounded to 8 bits. */
export function slopeImage(sigma: number, seed = 9): Image {
  const random = new Random(seed);
  const [width, height] = [256, 192];
  const samples = Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    const x = Math.floor(i / 3) % width;
    return Math.round(60 + (130 * x) / width + sigma * random.normal());
  });
  return { width, height, channels: 3, samples };
}

/** A sharp pipeline over the image's samples, in its own depth and colour. */
export function pixelsOf({ width, height, channels, samples }: Image): Sharp {
  const deep = samples instanceof Uint16Array;
  const space =
    channels < 3 ? (deep ? "grey16" : "b-w") : deep ? "rgb16" : "srgb";
  return sharp(samples, { raw: { width, height, channels } }).toColourspace(
    space,
  );
}

/** Writes what a pipeline made and returns the path. */
export async function saved(pipeline: Sharp, path: string): Promise<string> {
  // Through a buffer: sharp takes brackets in a name for options.
  writeFileSync(path, await pipeline.toBuffer());
  return path;
}

/** The largest difference of two images' samples, infinite when their shapes differ. */
export function largestDifference(a: Image, b: Image): number {
  const same =
    a.width === b.width && a.height === b.height && a.channels === b.channels;
  if (!same || a.samples.length !== b.samples.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.samples.length; i++)
    largest = Math.max(largest, Math.abs(a.samples[i]! - b.samples[i]!));
  return largest;
}
