/** TIFF: 8 or 16 bits, exact, metadata as tags. */
import { open } from "node:fs/promises";
import type { Codec } from "./codec.ts";
import { type Field, readTiff } from "./metadata/ifd.ts";
import { bytesOfFile } from "./metadata/read-bytes.ts";
import {
  addTiffMetadata,
  exifOfTiff,
  iptcOfTiff,
} from "./metadata/tiff-tags.ts";
import { sharpDecoder, type Supplement } from "./sharp-decode.ts";
import { openSamples } from "./sharp-encode.ts";
import { verifyWithSharp } from "./sharp-verify.ts";

export const tiff: Codec = {
  ...sharpDecoder("tiff", supplementOf),

  async encode(image, path, options) {
    const { pixels, notices } = openSamples(image, "tiff", path, options);
    // Deflate is smaller and faster than LZW, which makes noisy 16-bit files grow.
    const { compression = "deflate" } = options;
    const predictor = compression === "none" ? "none" : "horizontal";
    await pixels.tiff({ compression, predictor }).toFile(path);
    return [...notices, ...(await addTiffMetadata(path, options.metadata))];
  },

  verify: (path, image, options) =>
    verifyWithSharp("tiff", path, image, options),
};

async function supplementOf(path: string): Promise<Supplement> {
  const fields = await fieldsOf(path);
  const { exif, notices } = exifOfTiff(fields);
  const iptc = iptcOfTiff(fields);
  return {
    metadata: { ...(exif && { exif }), ...(iptc && { iptc }) },
    notices,
  };
}

async function fieldsOf(path: string): Promise<readonly Field[]> {
  const file = await open(path);
  try {
    return (await readTiff(bytesOfFile(file))) ?? [];
  } finally {
    await file.close();
  }
}
