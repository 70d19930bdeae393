/** An image as it was decoded, with the smaller copies that the screen shows. */
import { setImmediate } from "node:timers/promises";
import type { Image } from "../../../models/image/image.ts";
import {
  type Pyramid,
  pyramidOn,
  type Raster,
  updatePyramid,
} from "../../../models/image/pyramid.ts";
import { toBitDepth } from "../../codecs/depth.ts";
import type { BitDepth } from "../../codecs/codec.ts";
import { levelsOf } from "../../contract/resources.ts";

export type NoisyPyramid = Pyramid<
  Image & Raster & { readonly samples: Uint8Array | Uint16Array }
>;

/** So many are averaged before other requests are answered: some hundredths of a second. */
const PIXELS_AT_ONCE = 4e6;

/** Shares the samples of an image that has this depth. Throws the signal's reason. */
export async function noisyPyramid(
  image: Image,
  bitDepth: BitDepth,
  signal?: AbortSignal,
): Promise<NoisyPyramid> {
  const { width, height } = image;
  const pyramid = pyramidOn(
    toBitDepth(image, bitDepth),
    levelsOf(width, height),
  );
  // Bands of whole pixels at every level.
  const unit = 2 ** (pyramid.length - 1);
  const rows = unit * Math.ceil(PIXELS_AT_ONCE / (unit * width));
  for (let y = 0; y < height; y += rows) {
    const band = { x: 0, y, width, height: Math.min(rows, height - y) };
    updatePyramid(pyramid, band);
    await setImmediate();
    signal?.throwIfAborted();
  }
  return pyramid;
}

export function bytesOf(pyramid: Pyramid): number {
  return pyramid.reduce((sum, { samples }) => sum + samples.byteLength, 0);
}
