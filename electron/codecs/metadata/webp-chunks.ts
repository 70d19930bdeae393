/** The chunks of a WebP file around its pixels: colour profile before, EXIF and XMP behind (RFC 9649). */
import { invariant } from "../../../models/errors.ts";
import type { Metadata, Notice } from "../codec.ts";
import type { Envelope } from "./envelope.ts";

const FLAG = { xmp: 0x04, exif: 0x08, alpha: 0x10, icc: 0x20 } as const;
const RIFF_BYTES = 12;
const EXTENDED_BYTES = 18;

export interface WebpLayout {
  /** Of the whole file, in bytes. */
  readonly size: number;
  readonly width: number;
  readonly height: number;
  readonly alpha: boolean;
}

/** The envelope of a WebP written without metadata. IPTC and density have no place in a WebP. */
export function webpEnvelope(
  start: Uint8Array,
  layout: WebpLayout,
  metadata: Metadata,
): { envelope: Envelope; notices: readonly Notice[] } {
  const first = Buffer.from(start).toString("latin1", RIFF_BYTES, 16);
  invariant(first.startsWith("VP8"), "a WebP begins with its pixels");
  const { icc, exif, xmp, iptc } = metadata;
  const bodyFrom = first === "VP8X" ? RIFF_BYTES + EXTENDED_BYTES : RIFF_BYTES;
  const profile = icc ? chunk("ICCP", icc) : Buffer.alloc(0);
  const tail = Buffer.concat([
    ...(exif ? [chunk("EXIF", exif)] : []),
    ...(xmp ? [chunk("XMP ", xmp)] : []),
  ]);
  const flags =
    (icc ? FLAG.icc : 0) |
    (exif ? FLAG.exif : 0) |
    (xmp ? FLAG.xmp : 0) |
    (layout.alpha ? FLAG.alpha : 0);
  const extended = chunk("VP8X", extendedHeader(flags, layout));
  const bodyBytes = layout.size - bodyFrom;
  const riff = Buffer.from("RIFF\0\0\0\0WEBP", "latin1");
  riff.writeUInt32LE(
    4 + extended.length + profile.length + bodyBytes + tail.length,
    4,
  );
  return {
    envelope: {
      head: Buffer.concat([riff, extended, profile]),
      bodyFrom,
      tail,
    },
    notices: iptc ? ["IPTC_DROPPED"] : [],
  };
}

function extendedHeader(flags: number, { width, height }: WebpLayout): Buffer {
  const data = Buffer.alloc(10);
  data.writeUInt8(flags, 0);
  data.writeUIntLE(width - 1, 4, 3);
  data.writeUIntLE(height - 1, 7, 3);
  return data;
}

/** Chunks are padded to an even length that the length field does not count. */
function chunk(type: string, content: Uint8Array): Buffer {
  const header = Buffer.alloc(8);
  header.write(type, "latin1");
  header.writeUInt32LE(content.length, 4);
  const padding = Buffer.alloc(content.length % 2);
  return Buffer.concat([header, content, padding]);
}
