/** The ramps that the files of tests/samples show (tests/samples/README.md), and how far a decoded one is from them. */
import { join } from "node:path";
import type { Decoded } from "../../electron/codecs/codec.ts";

/** The path of a file of tests/samples. */
export const sample = (name: string): string =>
  join(import.meta.dirname, "..", "samples", name);
/** Of all samples. */
export const [width, height] = [16, 12];

/** What a sample shows at a pixel, in levels of its depth. */
export type Colour = (x: number, y: number) => readonly number[];

export const ramp: Colour = (x, y) => [16 * x, 20 * y, 128];
export const deepRamp: Colour = (x, y) => [4097 * x, 5000 * y, 32_000];
export const greyRamp: Colour = (x) => [16 * x];
export const transparentGreyRamp: Colour = (x) => [16 * x, 255 - 8 * x];
export const deepGreyRamp: Colour = (x) => [4097 * x];
export const transparentRamp: Colour = (x, y) => [...ramp(x, y), 255 - 8 * x];

/** The largest difference from what is to be seen; infinite for another shape. */
export function difference({ image }: Decoded, colour: Colour): number {
  const { channels, samples } = image;
  if (image.width !== width || image.height !== height) return Infinity;
  if (colour(0, 0).length !== channels) return Infinity;
  let largest = 0;
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (const level of colour(x, y))
        largest = Math.max(largest, Math.abs(samples[i++]! - level));
  return largest;
}
