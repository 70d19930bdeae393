/** The chunks before a PNG's pixels: what they say about colour, and the metadata that is put there. */
import { crc32, deflateSync } from "node:zlib";
import { invariant } from "../../../models/errors.ts";
import type { Metadata, Notice } from "../codec.ts";
import type { Envelope } from "./envelope.ts";
import { PARTS_LIMIT, type ReadBytes } from "./read-bytes.ts";

const SIGNATURE_BYTES = 8;
const LENGTH_TYPE_BYTES = 8;
/** Length, type and CRC around a chunk's data. */
const CHUNK_OVERHEAD = 12;
const COLOUR_CHUNKS = new Set(["cICP", "cHRM", "gAMA", "sRGB"]);
const COLOUR_CHUNK_LIMIT = 64;
const METRES_PER_INCH = 0.0254;

export interface PngHeader {
  /** The colour chunks as they are, without a profile. */
  readonly colour: Uint8Array;
  /** An animated PNG (acTL). */
  readonly animated: boolean;
  /** Where the first chunk of pixels begins; undefined when the file ends before. */
  readonly pixelsFrom: number | undefined;
}

/** Walks over the chunks up to the pixels. */
export async function readPngHeader(read: ReadBytes): Promise<PngHeader> {
  const colour: Uint8Array[] = [];
  let animated = false;
  for (let at = SIGNATURE_BYTES, seen = 0; ; seen++) {
    if (seen > PARTS_LIMIT) throw new Error("it has too many chunks");
    const head = Buffer.from(await read(at, LENGTH_TYPE_BYTES));
    const ended = head.length < LENGTH_TYPE_BYTES;
    const type = head.toString("latin1", 4);
    if (ended || type === "IDAT") {
      const pixelsFrom = ended ? undefined : at;
      return { colour: Buffer.concat(colour), animated, pixelsFrom };
    }
    const length = head.readUInt32BE(0);
    if (type === "acTL") animated = true;
    if (COLOUR_CHUNKS.has(type) && length <= COLOUR_CHUNK_LIMIT)
      colour.push(await read(at, length + CHUNK_OVERHEAD));
    at += length + CHUNK_OVERHEAD;
  }
}

/** The envelope of a PNG written without metadata. IPTC has no place in a PNG. */
export function pngEnvelope(
  start: Uint8Array,
  pixelsFrom: number,
  metadata: Metadata,
): { envelope: Envelope; notices: readonly Notice[] } {
  const headerEnd = SIGNATURE_BYTES + 13 + CHUNK_OVERHEAD;
  invariant(start.length >= headerEnd, "a PNG begins with its header chunk");
  const { icc, exif, xmp, iptc, density, pngColour } = metadata;
  const parts: Uint8Array[] = [start.subarray(0, headerEnd)];
  if (icc) parts.push(chunk("iCCP", latin1("icc\0\0"), deflateSync(icc)));
  if (pngColour) parts.push(pngColour);
  if (density !== undefined) parts.push(chunk("pHYs", physical(density)));
  if (exif) parts.push(chunk("eXIf", exif));
  // Keyword, no compression, no language, no translated keyword.
  if (xmp)
    parts.push(chunk("iTXt", latin1("XML:com.adobe.xmp\0\0\0\0\0"), xmp));
  return {
    envelope: {
      head: Buffer.concat(parts),
      bodyFrom: pixelsFrom,
      tail: new Uint8Array(0),
    },
    notices: iptc ? ["IPTC_DROPPED"] : [],
  };
}

/** Dots per inch as PNG's pixels per metre, in both directions. */
function physical(density: number): Buffer {
  const data = Buffer.alloc(9);
  const perMetre = Math.round(density / METRES_PER_INCH);
  data.writeUInt32BE(perMetre, 0);
  data.writeUInt32BE(perMetre, 4);
  data.writeUInt8(1, 8);
  return data;
}

function chunk(type: string, ...content: readonly Uint8Array[]): Buffer {
  const typed = Buffer.concat([latin1(type), ...content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(typed.length - 4);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}

const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");
