/** Changes how many bits a sample has, with rounding: cutting bits off would darken the image by half a level. */
import {
  type Image,
  type Samples,
  fullScale,
} from "../../models/image/image.ts";
import type { BitDepth } from "./codec.ts";

export type StoredImage = Image & {
  readonly samples: Uint8Array | Uint16Array;
};

/** The image with 8 or 16 bits a sample, sharing its samples when they fit already. Floats outside 0..1 are clamped. */
export function toBitDepth(image: Image, depth: BitDepth): StoredImage {
  const { samples } = image;
  if (isStored(samples) && samples.BYTES_PER_ELEMENT * 8 === depth)
    return { ...image, samples };
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
