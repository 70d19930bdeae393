/** JPEG XL: read is the first frame, in the depth and colours that the file has; 8 or 16 bits are written. */
import { rm, writeFile } from "node:fs/promises";
import { invariant, NitidoError } from "../../models/errors.ts";
import type { Codec, Metadata } from "./codec.ts";
import { requireFitting, timeLimit } from "./limits.ts";
import { profileByNumbers } from "./metadata/heif-colour.ts";
import { readJxlBoxes } from "./metadata/jxl-boxes.ts";
import { withJxlMetadata } from "./metadata/jxl-envelope.ts";
import { readJxlShape } from "./metadata/jxl-header.ts";
import { readPngHeader } from "./metadata/png-chunks.ts";
import { bytesOf } from "./metadata/read-bytes.ts";
import { decodeWithSharp } from "./sharp-decode.ts";
import { prepare } from "./sharp-encode.ts";
import { decodeError } from "./sharp-errors.ts";
import { workAside } from "./wasm/work-aside.ts";

export const jxl: Codec = {
  async decode(path, options) {
    try {
      const { width, height, animated } = await workAside(
        "jxlFacts",
        path,
        null,
      );
      requireFitting({ width, height }, path, options.pixelLimit);
      const content = await workAside(
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
          ...coloursOf(Buffer.from(colour)),
        },
        notices: animated ? ["FIRST_FRAME_ONLY"] : [],
      });
    } catch (error) {
      throw decodeError(error, path, "jxl");
    }
  },

  async inspect(path) {
    try {
      const { width, height } = await workAside("jxlFacts", path, null);
      if (width * height === 0)
        throw new NitidoError("FILE_DAMAGED", {
          file: path,
          reason: "it has no pixels",
        });
      const { bits, grey, alpha } = await readJxlShape(path);
      const bitDepth = bits > 8 ? 16 : 8;
      const channels = grey ? (alpha ? 2 : 1) : alpha ? 4 : 3;
      return { format: "jxl", width, height, channels, bitDepth };
    } catch (error) {
      throw decodeError(error, path, "jxl");
    }
  },

  /** The encoder's thread takes the samples from a file. */
  async encode(image, path, options) {
    const { metadata, quality } = options;
    const { prepared, notices } = prepare(image, "jxl", path, options);
    invariant("samples" in prepared, "JPEG XL is encoded from memory");
    const { width, height, channels, samples } = prepared;
    const body = `${path}.raw`;
    await writeFile(body, samples);
    const written = await workAside(
      "jxlEncode",
      body,
      {
        ...{ width, height, channels, quality },
        bitDepth: samples instanceof Uint16Array ? 16 : 8,
        ...(metadata.icc && { icc: metadata.icc }),
      },
      timeLimit({ width, height }),
    );
    await rm(body);
    const { parts, notices: dropped } = withJxlMetadata(written, metadata);
    await writeFile(path, parts, { flag: "wx" });
    return [...notices, ...dropped];
  },

  /** With another decoder than the encoder's own. */
  async verify(path, { width, height }, { bitDepth }) {
    try {
      const { image, bitDepth: depth } = await jxl.decode(path, {
        pixelLimit: width * height,
      });
      if (image.width !== width || image.height !== height)
        throw new Error(`got ${image.width} x ${image.height} pixels`);
      if ((depth === 8) !== (bitDepth === 8))
        throw new Error(`got ${depth} bits`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new NitidoError("OUTPUT_INVALID", { file: path, reason });
    }
  },
};

/** The decoder's chunk cICP has JPEG XL's own number for Display P3, which is another in ITU-T H.273. */
const P3 = { jxl: 11, h273: 12 };

/** A profile where the decoder names the colours by numbers, which only PNG could keep. */
function coloursOf(chunks: Buffer): Pick<Metadata, "icc" | "pngColour"> {
  if (chunks.length === 0) return {};
  const at = chunks.indexOf("cICP") + 4;
  const primaries = chunks[at] === P3.jxl ? P3.h273 : chunks[at];
  const icc =
    at < 4 ? undefined : profileByNumbers(primaries ?? 0, chunks[at + 1] ?? 0);
  return icc ? { icc } : { pngColour: chunks };
}
