/** IPTC datasets: out of Photoshop's wrapper, as JPEG carries them, and back; without places (IIM 4.2). */

const SIGNATURE = Buffer.from("Photoshop 3.0\0", "latin1");
const RESOURCE = Buffer.from("8BIM", "latin1");
const IPTC_RESOURCE = 0x0404;

/** The datasets in the content of a JPEG's APP13 segment; content without the wrapper is returned as it is. */
export function unwrapIptc(segment: Uint8Array): Uint8Array | undefined {
  const bytes = Buffer.from(segment);
  if (!startsWith(bytes, 0, SIGNATURE)) return bytes;
  let at = SIGNATURE.length;
  while (startsWith(bytes, at, RESOURCE) && at + 12 <= bytes.length) {
    const id = bytes.readUInt16BE(at + 4);
    // A Pascal string: one byte of length, padded to an even total.
    const sizeAt = at + 6 + even(1 + bytes.readUInt8(at + 6));
    if (sizeAt + 4 > bytes.length) return undefined;
    const from = sizeAt + 4;
    const length = bytes.readUInt32BE(sizeAt);
    if (id === IPTC_RESOURCE) return bytes.subarray(from, from + length);
    at = from + even(length);
  }
  return undefined;
}

/** The content of an APP13 segment that holds the datasets and nothing else. */
export function wrapIptc(iptc: Uint8Array): Uint8Array {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(IPTC_RESOURCE, 0);
  header.writeUInt32BE(iptc.length, 4);
  const padding = Buffer.alloc(even(iptc.length) - iptc.length);
  return Buffer.concat([SIGNATURE, RESOURCE, header, iptc, padding]);
}

const MARKER = 0x1c;
const APPLICATION_RECORD = 2;
/** Content location code and name, city, sub-location, province or state, country code and name. */
const PLACES: ReadonlySet<number> = new Set([26, 27, 90, 92, 95, 100, 101]);

/** The datasets that name no place. What is damaged ends there. */
export function iptcWithoutLocation(iptc: Uint8Array): Uint8Array {
  const bytes = Buffer.from(iptc);
  const kept: Uint8Array[] = [];
  for (let at = 0; at + 5 <= bytes.length && bytes[at] === MARKER;) {
    const short = bytes.readUInt16BE(at + 3);
    // Long datasets have a length of lengths there.
    const lengthBytes = short & 0x8000 ? short & 0x7fff : 0;
    if (lengthBytes > 4 || at + 5 + lengthBytes > bytes.length) break;
    const length = lengthBytes ? bytes.readUIntBE(at + 5, lengthBytes) : short;
    const end = at + 5 + lengthBytes + length;
    if (end > bytes.length) break;
    const place =
      bytes[at + 1] === APPLICATION_RECORD && PLACES.has(bytes[at + 2]!);
    if (!place) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

const even = (length: number): number => length + (length % 2);

const startsWith = (bytes: Buffer, at: number, text: Buffer): boolean =>
  bytes.subarray(at, at + text.length).equals(text);
