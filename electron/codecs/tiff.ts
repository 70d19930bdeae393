/** TIFF: 8 or 16 bits, exact, metadata as tags. Camera RAW files that look like TIFF are told apart. */
import { open } from "node:fs/promises";
import { NitidoError } from "../../models/errors.ts";
import type { Codec } from "./codec.ts";
import { type Field, readTiff, TAG } from "./metadata/ifd.ts";
import { bytesOfFile } from "./metadata/read-bytes.ts";
import {
  addTiffMetadata,
  exifOfTiff,
  iptcOfTiff,
} from "./metadata/tiff-tags.ts";
import { decodeWithSharp, inspectWithSharp } from "./sharp-decode.ts";
import { openSamples } from "./sharp-encode.ts";
import { verifyWithSharp } from "./sharp-verify.ts";

const COLOUR_FILTER_ARRAY = 32_803;
const LINEAR_RAW = 34_892;

export const tiff: Codec = {
  async decode(path, options) {
    const fields = await fieldsOf(path);
    if (isRaw(fields))
      throw new NitidoError("FORMAT_UNSUPPORTED", {
        file: path,
        found: "camera RAW",
      });
    const { exif, notices } = exifOfTiff(fields);
    const iptc = iptcOfTiff(fields);
    return decodeWithSharp("tiff", path, options, {
      metadata: { ...(exif && { exif }), ...(iptc && { iptc }) },
      notices,
    });
  },

  inspect: (path) => inspectWithSharp("tiff", path),

  async encode(image, path, options) {
    const { pixels, notices } = openSamples(image, "tiff", path, options);
    // Smaller and faster than LZW, which makes noisy 16-bit files grow.
    await pixels
      .tiff({ compression: "deflate", predictor: "horizontal" })
      .toFile(path);
    return [...notices, ...(await addTiffMetadata(path, options.metadata))];
  },

  verify: (path, image, options) =>
    verifyWithSharp("tiff", path, image, options),
};

async function fieldsOf(path: string): Promise<readonly Field[]> {
  const file = await open(path);
  try {
    return (await readTiff(bytesOfFile(file))) ?? [];
  } finally {
    await file.close();
  }
}

/**
 * Whether the first directory is a raw image, or the thumbnail that raw files
 * begin with (NEF, ARW, DNG …) and that a TIFF reader would take for the photograph.
 */
function isRaw(fields: readonly Field[]): boolean {
  const number = (tag: number): number => {
    const value = fields.find((field) => field.tag === tag)?.value;
    return value && value.length >= 2 ? value[0]! + 256 * value[1]! : 0;
  };
  const photometric = number(TAG.photometric);
  return (
    fields.some(({ tag }) => tag === TAG.dngVersion) ||
    photometric === COLOUR_FILTER_ARRAY ||
    photometric === LINEAR_RAW ||
    number(TAG.newSubfileType) % 2 === 1
  );
}
