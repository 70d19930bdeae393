/** EXIF and XMP in the boxes of a JPEG XL file (ISO/IEC 18181-2 9), plain or compressed with Brotli. */
import { open } from "node:fs/promises";
import { brotliDecompressSync } from "node:zlib";
import type { Metadata } from "../codec.ts";
import { bytesOfFile } from "./read-bytes.ts";

/** Far more than either takes. */
const BOX_LIMIT = 1 << 24;
/** EXIF begins with how far it is to the TIFF structure. */
const EXIF_OFFSET_BYTES = 4;

/** Nothing where the file is a bare code stream, or damaged. */
export async function readJxlBoxes(
  path: string,
): Promise<Pick<Metadata, "exif" | "xmp">> {
  const file = await open(path);
  try {
    const read = bytesOfFile(file);
    let found: Pick<Metadata, "exif" | "xmp"> = {};
    for (let at = 0; ;) {
      const head = Buffer.from(await read(at, 16));
      // The last box may leave its size open.
      if (head.length < 8 || head[0] === 0xff) return found;
      const short = head.readUInt32BE(0);
      const wide = short === 1 && head.length === 16;
      const size = wide ? Number(head.readBigUInt64BE(8)) : short;
      const header = wide ? 16 : 8;
      if (size < header) return found;
      const type = head.toString("latin1", 4, 8);
      if (["Exif", "xml ", "brob"].includes(type) && size <= BOX_LIMIT)
        found = {
          ...found,
          ...contentOf(
            type,
            Buffer.from(await read(at + header, size - header)),
          ),
        };
      at += size;
    }
  } finally {
    await file.close();
  }
}

function contentOf(type: string, data: Buffer): Pick<Metadata, "exif" | "xmp"> {
  if (type === "brob") return unpacked(data);
  if (type === "xml ") return { xmp: data };
  if (type !== "Exif" || data.length < EXIF_OFFSET_BYTES) return {};
  return { exif: data.subarray(EXIF_OFFSET_BYTES + data.readUInt32BE(0)) };
}

function unpacked(data: Buffer): Pick<Metadata, "exif" | "xmp"> {
  try {
    const content = brotliDecompressSync(data.subarray(4), {
      maxOutputLength: BOX_LIMIT,
    });
    const type = data.toString("latin1", 0, 4);
    return type === "brob" ? {} : contentOf(type, content);
  } catch {
    return {};
  }
}
