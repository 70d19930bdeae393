/** WebP: 8 bits, always colour, lossless at quality 100, metadata in chunks. */
import { rm, stat } from "node:fs/promises";
import type { Codec } from "./codec.ts";
import { wrapFile } from "./metadata/envelope.ts";
import { forColour } from "./metadata/grey-profile.ts";
import { readHead } from "./metadata/read-bytes.ts";
import { webpEnvelope } from "./metadata/webp-chunks.ts";
import { decodeWithSharp, inspectWithSharp } from "./sharp-decode.ts";
import { openSamples } from "./sharp-encode.ts";
import { verifyWithSharp } from "./sharp-verify.ts";

/** The RIFF header and the first chunk's name. */
const HEAD_BYTES = 16;

export const webp: Codec = {
  decode: (path, options) => decodeWithSharp("webp", path, options),

  inspect: (path) => inspectWithSharp("webp", path),

  async encode(image, path, options) {
    const { quality, metadata } = options;
    const { pixels, notices } = openSamples(image, "webp", path, options);
    const body = `${path}.pixels`;
    // `exact` keeps the colour of transparent pixels.
    await pixels
      .webp({ quality, lossless: quality === 100, exact: true })
      .toFile(body);
    const { envelope, notices: dropped } = webpEnvelope(
      await readHead(body, HEAD_BYTES),
      {
        size: (await stat(body)).size,
        width: image.width,
        height: image.height,
        alpha: image.channels % 2 === 0,
      },
      image.channels < 3 ? forColour(metadata) : metadata,
    );
    await wrapFile(body, path, envelope);
    await rm(body);
    return [...notices, ...dropped];
  },

  verify: (path, image, options) =>
    verifyWithSharp("webp", path, image, options),
};
