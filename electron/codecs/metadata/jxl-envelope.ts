/** Puts EXIF and XMP into a JPEG XL file (ISO/IEC 18181-2), which becomes one of boxes where it is a bare code stream. */
import { invariant } from "../../../models/errors.ts";
import type { Metadata, Notice } from "../codec.ts";

const SIGNATURE = box("JXL ", Buffer.from([0x0d, 0x0a, 0x87, 0x0a]));
const FILE_TYPE = box("ftyp", Buffer.from("jxl \0\0\0\0jxl ", "latin1"));
/** How far it is from the start of EXIF to its TIFF structure. */
const AT_ONCE = Buffer.alloc(4);

/** The parts of the file in their order. IPTC has no place in it. */
export function withJxlMetadata(
  written: Uint8Array,
  { exif, xmp, iptc }: Metadata,
): { parts: readonly Uint8Array[]; notices: readonly Notice[] } {
  const bare = written[0] === 0xff;
  const parts = bare
    ? [SIGNATURE, FILE_TYPE, box("jxlc", written)]
    : [closed(written)];
  if (exif) parts.push(box("Exif", Buffer.concat([AT_ONCE, exif])));
  if (xmp) parts.push(box("xml ", xmp));
  return { parts, notices: iptc ? ["IPTC_DROPPED"] : [] };
}

/** With the size of the last box, which may be left open, so that others can follow. */
function closed(written: Uint8Array): Uint8Array {
  const file = Buffer.from(written);
  for (let at = 0; at < file.length;) {
    const size = file.readUInt32BE(at);
    if (size === 0) file.writeUInt32BE(file.length - at, at);
    // 1: the size follows in 64 bits.
    const whole = size === 1 ? Number(file.readBigUInt64BE(at + 8)) : size;
    if (whole === 0) return file;
    invariant(whole >= 8, "a box holds its own head");
    at += whole;
  }
  return file;
}

function box(type: string, content: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(head.length + content.length);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, content]);
}
