/** Writes pixels through sharp exactly as they are, without metadata: the formats' own writers add that. */
import type { Sharp } from "sharp";
import type {
  BitDepth,
  EncodeOptions,
  EncodingChoices,
  Notice,
  Picture,
  PictureFile,
  WritableFormat,
} from "./codec.ts";
import { type StoredImage, toBitDepth } from "./depth.ts";
import { depthIn, OUTPUTS } from "./formats.ts";
import { requireEncodable } from "./output-limits.ts";
import { sharp } from "./sharp-instance.ts";

export type StoredPicture = StoredImage | PictureFile;

/** From this quality on, colour is worth full resolution. */
const FULL_COLOUR_QUALITY = 90;

export function usesFullColour({
  quality,
  subsampling = "auto",
}: EncodingChoices): boolean {
  return subsampling === "auto"
    ? quality >= FULL_COLOUR_QUALITY
    : subsampling === "4:4:4";
}

/**
 * The image with samples as the format stores them, or as 16 bits where it has 10 or 12, and what
 * it cannot keep. Nothing is copied when the depth fits already. Throws FORMAT_LIMIT.
 */
export function prepare(
  image: Picture,
  format: WritableFormat,
  file: string,
  { bitDepth }: EncodeOptions,
): { prepared: StoredPicture; notices: Notice[] } {
  requireEncodable(image, format, file);
  const depth = depthIn(format, bitDepth);
  return {
    prepared: "path" in image ? image : toBitDepth(image, depth === 8 ? 8 : 16),
    notices: depth < bitDepth ? ["DEPTH_REDUCED"] : [],
  };
}

/** A pipeline that holds the image's samples, and what the format cannot keep. Throws FORMAT_LIMIT. */
export function openSamples(
  image: Picture,
  format: WritableFormat,
  file: string,
  options: EncodeOptions,
): { pixels: Sharp; notices: Notice[] } {
  const { prepared, notices } = prepare(image, format, file, options);
  const pixels = pipelineOf(prepared);
  if (image.channels % 2 === 0 && !OUTPUTS[format].alpha) {
    notices.push("TRANSPARENCY_FLATTENED");
    pixels.flatten({ background: "#fff" });
  }
  return { pixels, notices };
}

export function pipelineOf(image: StoredPicture): Sharp {
  const { width, height, channels } = image;
  const depth = "path" in image ? image.bitDepth : depthOf(image);
  const grey = channels < 3;
  // Without a name for the space, 16 bits become 8 and grey becomes colour.
  const space =
    depth === 16 ? (grey ? "grey16" : "rgb16") : grey ? "b-w" : "srgb";
  const input =
    "path" in image
      ? sharp(image.path, { limitInputPixels: false })
      : sharp(image.samples, {
          raw: { width, height, channels },
          limitInputPixels: false,
        });
  return input.toColourspace(space);
}

const depthOf = ({ samples }: StoredImage): BitDepth =>
  samples instanceof Uint16Array ? 16 : 8;
