/** JPEG XL, to read: the first frame, in the depth and colours that the file has. */
import { NitidoError } from "../../models/errors.ts";
import type { Decoder } from "./codec.ts";
import { requireFitting, timeLimit } from "./limits.ts";
import { readJxlBoxes } from "./metadata/jxl-boxes.ts";
import { readPngHeader } from "./metadata/png-chunks.ts";
import { bytesOf } from "./metadata/read-bytes.ts";
import { decodeWithSharp } from "./sharp-decode.ts";
import { decodeError } from "./sharp-errors.ts";
import { decodeAside } from "./wasm/decode-aside.ts";

export const jxl: Decoder = {
  async decode(path, options) {
    try {
      const { width, height, animated } = await decodeAside(
        "jxlFacts",
        path,
        null,
      );
      requireFitting({ width, height }, path, options.pixelLimit);
      const content = await decodeAside(
        "jxlPng",
        path,
        null,
        timeLimit({ width, height }),
      );
      const { colour } = await readPngHeader(bytesOf(content));
      return await decodeWithSharp("jxl", path, options, {
        content,
        metadata: {
          ...(await readJxlBoxes(path)),
          ...(colour.length > 0 && { pngColour: colour }),
        },
        notices: animated ? ["FIRST_FRAME_ONLY"] : [],
      });
    } catch (error) {
      throw decodeError(error, path, "jxl");
    }
  },

  /** The depth is not known before the pixels are; 16 bits are what it takes at most. */
  async inspect(path) {
    try {
      const { width, height } = await decodeAside("jxlFacts", path, null);
      if (width * height === 0)
        throw new NitidoError("FILE_DAMAGED", {
          file: path,
          reason: "it has no pixels",
        });
      return { format: "jxl", width, height, channels: 3, bitDepth: 16 };
    } catch (error) {
      throw decodeError(error, path, "jxl");
    }
  },
};
