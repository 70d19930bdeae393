/** Small pictures of image files for lists: quick, upright, in the colours of the screen. */
import type { Metadata, Region } from "sharp";
import { formatOf } from "./decode.ts";
import { openShrinkable } from "./shrink.ts";
import { decodeError } from "./sharp-errors.ts";

const QUALITY = 80;

export interface Thumbnail {
  readonly width: number;
  readonly height: number;
  readonly jpeg: Uint8Array;
}

/**
 * A JPEG in sRGB whose longer side has at most `edge` pixels; transparency becomes white. `middle`
 * is a square of that edge from the middle, in full size. Throws as `decodeImage`.
 */
export async function readThumbnail(
  path: string,
  edge: number,
  part: "whole" | "middle" = "whole",
): Promise<Thumbnail> {
  const format = await formatOf(path);
  try {
    const whole = part !== "middle";
    const { shown } = await openShrinkable(path, format, whole ? edge : null);
    const { data, info } = await (
      whole
        ? // The library shrinks while it decodes where the format allows it.
          shown().resize(edge, edge, {
            fit: "inside",
            withoutEnlargement: true,
          })
        : shown().extract(middleOf(await shown().metadata(), edge))
    )
      .flatten({ background: "#fff" })
      .toColourspace("srgb")
      .jpeg({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, jpeg: data };
  } catch (error) {
    throw decodeError(error, path, format);
  }
}

function middleOf({ autoOrient: full }: Metadata, edge: number): Region {
  const width = Math.min(edge, full.width);
  const height = Math.min(edge, full.height);
  const left = Math.floor((full.width - width) / 2);
  const top = Math.floor((full.height - height) / 2);
  return { left, top, width, height };
}
