/** JPEG: 8 bits, grey or colour, metadata in segments. */
import { rm } from "node:fs/promises";
import type { Codec } from "./codec.ts";
import { wrapFile } from "./metadata/envelope.ts";
import { holdsGainMap, jpegEnvelope } from "./metadata/jpeg-segments.ts";
import { readHead } from "./metadata/read-bytes.ts";
import { sharpDecoder } from "./sharp-decode.ts";
import { openSamples, usesFullColour } from "./sharp-encode.ts";
import { verifyWithSharp } from "./sharp-verify.ts";

/** What the segments before the pixels take, but for the largest profiles. */
const SEGMENTS_BYTES = 1 << 18;

export const jpeg: Codec = {
  ...sharpDecoder("jpeg", async (path) => ({
    notices: holdsGainMap(await readHead(path, SEGMENTS_BYTES))
      ? ["GAIN_MAP_DROPPED"]
      : [],
  })),

  async encode(image, path, options) {
    const { quality, metadata, progressive = false } = options;
    const { pixels, notices } = openSamples(image, "jpeg", path, options);
    const body = `${path}.pixels`;
    await pixels
      .jpeg({
        quality,
        chromaSubsampling: usesFullColour(options) ? "4:4:4" : "4:2:0",
        progressive,
        // It would hold all coefficients at once, 1.2 GB for 100 megapixels,
        // and take ten times as long, to save 6 % of the file.
        // Progressive files need it anyway.
        optimiseCoding: progressive,
      })
      .toFile(body);
    const { envelope, notices: dropped } = jpegEnvelope(
      await readHead(body, 2),
      metadata,
    );
    await wrapFile(body, path, envelope);
    await rm(body);
    return [...notices, ...dropped];
  },

  verify: (path, image, options) =>
    verifyWithSharp("jpeg", path, image, options),
};
