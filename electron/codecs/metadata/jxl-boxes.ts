/** EXIF and XMP in the boxes of a JPEG XL file (ISO/IEC 18181-2 9), plain or compressed with Brotli. */
import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import type { Metadata } from "../codec.ts";
import { bytesOfFile, PARTS_LIMIT } from "./read-bytes.ts";

const brotli = promisify(brotliDecompress);

/** Of each, and of all that is unpacked of a file: far more than either takes. */
const BOX_LIMIT = 1 << 24;
/** EXIF begins with how far it is to the TIFF structure. */
const EXIF_OFFSET_BYTES = 4;

type Found = Pick<Metadata, "exif" | "xmp">;

/** The first of either; nothing where the file is a bare code stream, or damaged. */
export async function readJxlBoxes(path: string): Promise<Found> {
  const file = await open(path);
  try {
    const read = bytesOfFile(file);
    let found: Found = {};
    let room = BOX_LIMIT;
    for (let at = 0, seen = 0; seen < PARTS_LIMIT; seen++) {
      const head = Buffer.from(await read(at, 16));
      // The last box may leave its size open.
      if (head.length < 8 || head[0] === 0xff) return found;
      const short = head.readUInt32BE(0);
      const wide = short === 1 && head.length === 16;
      const size = wide ? Number(head.readBigUInt64BE(8)) : short;
      const header = wide ? 16 : 8;
      if (size < header) return found;
      const type = head.toString("latin1", 4, 8);
      if (type === "brob" && size <= BOX_LIMIT) {
        const data = Buffer.from(await read(at + header, size - header));
        const inner = data.toString("latin1", 0, 4);
        if (isFor(inner, found) && room > 0) {
          const content = await unpacked(data.subarray(4), room);
          // What does not fit is made to take memory; what follows it is left packed.
          room -= content?.length ?? room;
          found = { ...found, ...contentOf(inner, content) };
        }
      } else if (isFor(type, found) && size <= BOX_LIMIT) {
        const data = Buffer.from(await read(at + header, size - header));
        found = { ...found, ...contentOf(type, data) };
      }
      at += size;
    }
    return found;
  } finally {
    await file.close();
  }
}

/** Whether a box holds what is not found yet. */
const isFor = (type: string, { exif, xmp }: Found): boolean =>
  (type === "Exif" && !exif) || (type === "xml " && !xmp);

function contentOf(type: string, data: Buffer | undefined): Found {
  if (!data) return {};
  if (type === "xml ") return { xmp: data };
  if (data.length < EXIF_OFFSET_BYTES) return {};
  return { exif: data.subarray(EXIF_OFFSET_BYTES + data.readUInt32BE(0)) };
}

/** Undefined where it is damaged, or larger than `limit` bytes. */
const unpacked = (data: Buffer, limit: number): Promise<Buffer | undefined> =>
  brotli(data, { maxOutputLength: limit }).catch(() => undefined);
