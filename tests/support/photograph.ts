/** A small clean picture with the shapes of a photograph: dead leaves, seeded. */
import { deadLeaves } from "../../models/image/dead-leaves.ts";
import type { Image } from "../../models/image/image.ts";
import { interleave } from "../../models/image/interleave.ts";

/** 8-bit RGB. The same seed gives the same picture. */
export function photographOf(seed: number, width = 240, height = 192): Image {
  const { samples, ...image } = interleave(deadLeaves(width, height, seed));
  return {
    ...image,
    samples: Uint8Array.from(samples, (sample) => Math.round(255 * sample)),
  };
}
