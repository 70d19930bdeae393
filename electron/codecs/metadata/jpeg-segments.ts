/** The segments before a JPEG's pixels: EXIF, XMP, IPTC, colour profile, density. */
import { invariant } from "../../../models/errors.ts";
import type { Metadata, Notice } from "../codec.ts";
import type { Envelope } from "./envelope.ts";
import { wrapIptc } from "./iptc.ts";

const START_OF_IMAGE = Buffer.from([0xff, 0xd8]);
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP13 = 0xed;
/** A segment's length counts itself, in 16 bits. */
const SEGMENT_BYTES = 0xffff - 2;
const ICC_HEADER = Buffer.from("ICC_PROFILE\0", "latin1");

/**
 * The envelope of a JPEG written without metadata, and what did not fit: a
 * segment holds 64 kB; only colour profiles may continue in another (ICC.1 B.4).
 */
export function jpegEnvelope(
  start: Uint8Array,
  metadata: Metadata,
): { envelope: Envelope; notices: readonly Notice[] } {
  invariant(start[0] === 0xff && start[1] === 0xd8, "a JPEG begins with SOI");
  const { exif, xmp, iptc, icc, density } = metadata;
  const notices: Notice[] = [];
  const parts: Uint8Array[] = [START_OF_IMAGE];
  const add = (marker: number, content: Uint8Array, dropped: Notice): void => {
    if (content.length > SEGMENT_BYTES) notices.push(dropped);
    else parts.push(segment(marker, content));
  };

  // EXIF wants to be first and has the density too, so JFIF is written without it only.
  if (exif) add(APP1, prefixed("Exif\0\0", exif), "EXIF_DROPPED");
  else parts.push(segment(APP0, jfif(density)));
  if (xmp)
    add(APP1, prefixed("http://ns.adobe.com/xap/1.0/\0", xmp), "XMP_DROPPED");
  if (iptc) add(APP13, wrapIptc(iptc), "IPTC_DROPPED");
  if (icc) parts.push(...profileSegments(icc));
  return {
    envelope: {
      head: Buffer.concat(parts),
      bodyFrom: START_OF_IMAGE.length,
      tail: new Uint8Array(0),
    },
    notices,
  };
}

function profileSegments(icc: Uint8Array): Uint8Array[] {
  const room = SEGMENT_BYTES - ICC_HEADER.length - 2;
  const count = Math.ceil(icc.length / room);
  return Array.from({ length: count }, (_, i) =>
    segment(
      APP2,
      Buffer.concat([
        ICC_HEADER,
        Buffer.from([i + 1, count]),
        icc.subarray(i * room, (i + 1) * room),
      ]),
    ),
  );
}

/** JFIF 1.02: density in dots per inch, or square pixels of unknown size. */
function jfif(density: number | undefined): Buffer {
  const content = Buffer.from("JFIF\0\x01\x02\0\0\x01\0\x01\0\0", "latin1");
  if (density !== undefined && density < 2 ** 16) {
    content.writeUInt8(1, 7);
    content.writeUInt16BE(density, 8);
    content.writeUInt16BE(density, 10);
  }
  return content;
}

function segment(marker: number, content: Uint8Array): Buffer {
  const header = Buffer.from([0xff, marker, 0, 0]);
  header.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([header, content]);
}

const prefixed = (prefix: string, content: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(prefix, "latin1"), content]);

const GAIN_MAP_HEADER = "urn:iso:std:iso:ts:21496:-1\0";
const START_OF_SCAN = 0xda;

/** Whether one of a file's first segments announces a gain map (ISO 21496-1, annex C). `head`: the file's beginning. */
export function holdsGainMap(head: Uint8Array): boolean {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  for (let at = START_OF_IMAGE.length; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff || bytes[at + 1] === START_OF_SCAN) return false;
    const content = at + 4;
    const name = bytes.toString(
      "latin1",
      content,
      content + GAIN_MAP_HEADER.length,
    );
    if (bytes[at + 1] === APP2 && name === GAIN_MAP_HEADER) return true;
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return false;
}
