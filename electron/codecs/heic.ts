/** HEIC, to read: the main image of the file, 8 bits or more, with its profile. */
import type { Decoded, Decoder } from "./codec.ts";
import { inGrey, inspectHeif } from "./heif.ts";
import { timeLimit } from "./limits.ts";
import { heifColour } from "./metadata/heif-colour.ts";
import { metadataOf } from "./sharp-decode.ts";
import { decodeError } from "./sharp-errors.ts";
import { depthOf, opener, requireReadable } from "./sharp-header.ts";
import { workAside } from "./wasm/work-aside.ts";

export const heic: Decoder = {
  /** The pixel library reads the header, but has no decoder for HEVC. */
  async decode(path, { pixelLimit }) {
    try {
      const open = await opener(path);
      const header = await open().metadata();
      const kind = requireReadable(header, "heic", path, pixelLimit);
      const { metadata, notices, monochrome } = await heifColour(path);
      const image = await workAside(
        "heicPixels",
        path,
        { bits: header.bitsPerSample ?? 8 },
        timeLimit(header),
      );
      const decoded: Decoded = {
        image,
        format: "heic",
        bitDepth: depthOf(kind),
        metadata: metadataOf(header, image, kind, metadata),
        notices,
      };
      return monochrome ? inGrey(decoded) : decoded;
    } catch (error) {
      throw decodeError(error, path, "heic");
    }
  },

  inspect: (path) => inspectHeif("heic", path),
};
