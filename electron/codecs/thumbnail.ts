/** Small pictures of image files for lists: quick, upright, in the colours of the screen. */
import type { Metadata as Header, Region, Sharp } from "sharp";
import type { Point } from "../../models/image/image.ts";
import type { Metadata, Picture, ReadableFormat } from "./codec.ts";
import { formatOf, longest } from "./decode.ts";
import { PIXEL_LIMIT } from "./limits.ts";
import { withThumbnail } from "./metadata/exif.ts";
import { inTime } from "./reading-time.ts";
import { opener } from "./sharp-header.ts";
import { openShrinkable, smallPng } from "./shrink.ts";
import { decodeError } from "./sharp-errors.ts";

const QUALITY = 80;

export interface Thumbnail {
  readonly width: number;
  readonly height: number;
  readonly jpeg: Uint8Array;
}

/**
 * A JPEG in sRGB whose longer side has at most `edge` pixels; transparency becomes white. `middle`
 * is a square of that edge from the middle, in full size, and a point is the corner of one. Throws as `decodeImage`.
 */
export async function readThumbnail(
  path: string,
  edge: number,
  part: "whole" | "middle" | Point = "whole",
): Promise<Thumbnail> {
  const format = await formatOf(path);
  try {
    return await inTime(
      path,
      longest({ pixelLimit: PIXEL_LIMIT }),
      shrunken(path, format, edge, part),
    );
  } catch (error) {
    throw decodeError(error, path, format);
  }
}

async function shrunken(
  path: string,
  format: ReadableFormat,
  edge: number,
  part: "whole" | "middle" | Point,
): Promise<Thumbnail> {
  const whole = part === "whole";
  const { shown } = await openShrinkable(path, format, whole ? edge : null);
  const { data, info } = await jpegOf(
    whole
      ? // The library shrinks while it decodes where the format allows it.
        shown().resize(edge, edge, { fit: "inside", withoutEnlargement: true })
      : shown().extract(regionOf(await shown().metadata(), edge, part)),
  ).toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, jpeg: data };
}

/** Of an image in EXIF (DCF 2.0, 3.3.5: 160 × 120). */
const EMBEDDED_EDGE = 160;
/** A JPEG holds EXIF in one segment. */
const EMBEDDED_BYTES = 60_000;

/** The metadata with a small picture of the new image in their EXIF, where the original had one and there is room. */
export async function withOwnThumbnail(
  metadata: Metadata,
  image: Picture,
): Promise<Metadata> {
  const { exif, thumbnail } = metadata;
  if (!exif || !thumbnail) return metadata;
  const small = await smallPng(image, metadata, EMBEDDED_EDGE);
  const open = await opener(small, undefined, { ignoreIcc: false });
  const whole = withThumbnail(exif, await jpegOf(open()).toBuffer());
  return whole.length > EMBEDDED_BYTES
    ? metadata
    : { ...metadata, exif: whole };
}

const jpegOf = (pixels: Sharp): Sharp =>
  pixels
    .flatten({ background: "#fff" })
    .toColourspace("srgb")
    .jpeg({ quality: QUALITY });

function regionOf(
  { autoOrient: full }: Header,
  edge: number,
  part: "middle" | Point,
): Region {
  const width = Math.min(edge, full.width);
  const height = Math.min(edge, full.height);
  if (part !== "middle") return { left: part.x, top: part.y, width, height };
  const left = Math.floor((full.width - width) / 2);
  const top = Math.floor((full.height - height) / 2);
  return { left, top, width, height };
}
