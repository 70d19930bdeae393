/** Small pictures of image files for lists: quick, upright, in the colours of the screen. */
import { formatOf } from "./decode.ts";
import { opener } from "./sharp-decode.ts";
import { decodeError } from "./sharp-errors.ts";

const QUALITY = 80;

export interface Thumbnail {
  readonly width: number;
  readonly height: number;
  readonly jpeg: Uint8Array;
}

/**
 * A JPEG in sRGB whose longer side has at most `edge` pixels; transparency becomes white. Throws as
 * `decodeImage`.
 */
export async function readThumbnail(
  path: string,
  edge: number,
): Promise<Thumbnail> {
  const format = await formatOf(path);
  try {
    const open = await opener(path, undefined, { ignoreIcc: false });
    // The library shrinks while it decodes where the format allows it.
    const { data, info } = await open()
      .resize(edge, edge, { fit: "inside", withoutEnlargement: true })
      .flatten({ background: "#fff" })
      .toColourspace("srgb")
      .jpeg({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, jpeg: data };
  } catch (error) {
    throw decodeError(error, path, format);
  }
}
