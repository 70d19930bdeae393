/** An image as it was decoded, with the smaller copies that the screen shows. */
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

/** Shares the samples of an image that has this depth. */
export function noisyPyramid(image: Image, bitDepth: BitDepth): NoisyPyramid {
  const { width, height } = image;
  const pyramid = pyramidOn(
    toBitDepth(image, bitDepth),
    levelsOf(width, height),
  );
  updatePyramid(pyramid, { x: 0, y: 0, width, height });
  return pyramid;
}

export function bytesOf(pyramid: Pyramid): number {
  return pyramid.reduce((sum, { samples }) => sum + samples.byteLength, 0);
}
