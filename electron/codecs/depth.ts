/** Changes how many bits a sample has: with rounding, as cutting bits off would darken the image by half a level, and from 16 to 8 with dithering. */
import {
  type Image,
  type Point,
  type Samples,
  fullScale,
} from "../../models/image/image.ts";
import type { BitDepth } from "./codec.ts";

export type StoredImage = Image & {
  readonly samples: Uint8Array | Uint16Array;
};

/**
 * The image with 8 or 16 bits a sample, sharing its samples when they fit already. Floats outside
 * 0..1 are clamped. 16 bits become 8 by dithering: smooth skies get no steps, areas keep their mean.
 * A part of an image, which begins at `origin`, is dithered as the whole would be.
 */
export function toBitDepth(
  image: Image,
  depth: BitDepth,
  origin: Point = { x: 0, y: 0 },
): StoredImage {
  const { samples } = image;
  if (isStored(samples) && samples.BYTES_PER_ELEMENT * 8 === depth)
    return { ...image, samples };
  if (samples instanceof Uint16Array)
    return { ...image, samples: dithered(image, samples, origin) };
  const target =
    depth === 8
      ? new Uint8Array(samples.length)
      : new Uint16Array(samples.length);
  const scale = fullScale(target) / fullScale(samples);
  const top = fullScale(target);
  for (let i = 0; i < target.length; i++) {
    const level = samples[i]! * scale + 0.5;
    target[i] = level < 0 ? 0 : level > top ? top : level;
  }
  return { ...image, samples: target };
}

const isStored = (samples: Samples): samples is Uint8Array | Uint16Array =>
  !(samples instanceof Float32Array);

/** What an 8-bit level is worth in 16 bits. */
const STEP = 257;

/**
 * Adds up to a level before cutting: interleaved gradient noise (Jimenez, Next Generation
 * Post Processing in Call of Duty, SIGGRAPH 2014), which is fine-grained and the same every time.
 * Levels that 8 bits have stay exactly as they are. Alpha is rounded.
 */
function dithered(
  { width, height, channels }: Image,
  samples: Uint16Array,
  origin: Point,
): Uint8Array {
  const target = new Uint8Array(samples.length);
  const colours = channels - ((channels + 1) % 2);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++, i++) {
        const threshold =
          channel < colours
            ? gradientNoise(origin.x + x + OFFSET * channel, origin.y + y)
            : 0.5;
        target[i] = samples[i]! / STEP + threshold;
      }
    }
  }
  return target;
}

/** Far enough that the three channels do not step together. */
const OFFSET = 47;

/** 0..1, 1 excluded. */
function gradientNoise(x: number, y: number): number {
  const phase = 0.06711056 * x + 0.00583715 * y;
  const spread = 52.9829189 * (phase - Math.floor(phase));
  return spread - Math.floor(spread);
}
