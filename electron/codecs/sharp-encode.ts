/** Writes pixels through sharp exactly as they are, without metadata: the formats' own writers add that. */
import type { Sharp } from "sharp";
import { NitidoError } from "../../models/errors.ts";
import type { Image } from "../../models/image/image.ts";
import type { EncodeOptions, Notice, WritableFormat } from "./codec.ts";
import { toBitDepth } from "./depth.ts";
import { FORMATS } from "./formats.ts";
import { sharp } from "./sharp-instance.ts";

/**
 * A pipeline that holds the image's samples, without copying them when their
 * depth fits already, and what the format cannot keep. Throws FORMAT_LIMIT.
 */
export function openSamples(
  image: Image,
  format: WritableFormat,
  file: string,
  { bitDepth }: EncodeOptions,
): { pixels: Sharp; notices: Notice[] } {
  const { deep, alpha, sideLimit } = FORMATS[format];
  const { width, height, channels } = image;
  if (Math.max(width, height) > sideLimit)
    throw new NitidoError("FORMAT_LIMIT", {
      file,
      format: format.toUpperCase(),
      width,
      height,
      limit: sideLimit,
    });
  const notices: Notice[] = [];
  if (bitDepth === 16 && !deep) notices.push("DEPTH_REDUCED");
  const depth = deep ? bitDepth : 8;
  const { samples } = toBitDepth(image, depth);
  const grey = channels < 3;
  // Without a name for the space, 16 bits become 8 and grey becomes colour.
  const space =
    depth === 16 ? (grey ? "grey16" : "rgb16") : grey ? "b-w" : "srgb";
  const pixels = sharp(samples, {
    raw: { width, height, channels },
    limitInputPixels: false,
  }).toColourspace(space);
  if (channels % 2 === 0 && !alpha) {
    notices.push("TRANSPARENCY_FLATTENED");
    pixels.flatten({ background: "#fff" });
  }
  return { pixels, notices };
}
