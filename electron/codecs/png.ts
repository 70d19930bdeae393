/** PNG: 8 or 16 bits, exact, metadata in chunks. */
import { open, rm } from "node:fs/promises";
import { invariant } from "../../models/errors.ts";
import type { Codec, Metadata, Notice } from "./codec.ts";
import { wrapFile } from "./metadata/envelope.ts";
import {
  type PngHeader,
  pngEnvelope,
  readPngHeader,
} from "./metadata/png-chunks.ts";
import { bytesOfFile, readHead } from "./metadata/read-bytes.ts";
import { sharpDecoder, type Supplement } from "./sharp-decode.ts";
import { pipelineOf, prepare, type StoredPicture } from "./sharp-encode.ts";
import { verifyWithSharp } from "./sharp-verify.ts";

/** Signature and header chunk. */
const HEAD_BYTES = 33;

export const png: Codec = {
  ...sharpDecoder("png", supplementOf),

  async encode(image, path, options) {
    const { prepared, notices } = prepare(image, "png", path, options);
    const dropped = await writePng(prepared, path, options.metadata, "small");
    return [...notices, ...dropped];
  },

  verify: (path, image, options) =>
    verifyWithSharp("png", path, image, options),
};

async function supplementOf(path: string): Promise<Supplement> {
  const { animated, colour } = await headerOf(path);
  return {
    metadata: colour.length > 0 ? { pngColour: colour } : {},
    notices: animated ? ["FIRST_FRAME_ONLY"] : [],
  };
}

/** Writes samples as they are; `fast` is for files that are soon read again and removed. */
export async function writePng(
  image: StoredPicture,
  path: string,
  metadata: Metadata,
  effort: "small" | "fast",
): Promise<readonly Notice[]> {
  const body = `${path}.pixels`;
  // Filters chosen row by row: photographs get a third smaller.
  await pipelineOf(image)
    .png(
      effort === "small"
        ? { compressionLevel: 6, adaptiveFiltering: true }
        : { compressionLevel: 1 },
    )
    .toFile(body);
  const { pixelsFrom } = await headerOf(body);
  invariant(pixelsFrom !== undefined, "a written PNG has pixels");
  const { envelope, notices } = pngEnvelope(
    await readHead(body, HEAD_BYTES),
    pixelsFrom,
    metadata,
  );
  await wrapFile(body, path, envelope);
  await rm(body);
  return notices;
}

async function headerOf(path: string): Promise<PngHeader> {
  const file = await open(path);
  try {
    return await readPngHeader(bytesOfFile(file));
  } finally {
    await file.close();
  }
}
