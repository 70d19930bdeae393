/**
 * TFRecord, the framing of TensorBoard's files: length (u64), its checksum, data, its checksum, all
 * little-endian. Checksums are CRC-32C (Castagnoli), masked as TensorFlow's `crc32c.h` says.
 */

/** Reversed polynomial of CRC-32C. */
const POLYNOMIAL = 0x82f63b78;
const MASK = 0xa282ead8;
const HEADER = 12;
const FOOTER = 4;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++)
    crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  return crc;
});

export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ TABLE[(crc ^ byte) & 0xff]!;
  return ~crc >>> 0;
}

/** Checksums of data that itself holds checksums would be weak: hence the turn and the addition. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + MASK) >>> 0;
}

export function encodeRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(HEADER + data.length + FOOTER);
  const view = new DataView(record.buffer);
  view.setUint32(0, data.length, true);
  view.setUint32(8, masked(record.subarray(0, 8)), true);
  record.set(data, HEADER);
  view.setUint32(HEADER + data.length, masked(data), true);
  return record;
}

/** The records with the places where they begin, up to the first that is torn or damaged. */
export function* decodeRecords(
  bytes: Uint8Array,
): Generator<{ readonly start: number; readonly data: Uint8Array }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let start = 0;
  while (start + HEADER <= bytes.length) {
    const end = start + HEADER + view.getUint32(start, true);
    if (end + FOOTER > bytes.length) return;
    const data = bytes.subarray(start + HEADER, end);
    const whole =
      view.getUint32(start + 8, true) ===
        masked(bytes.subarray(start, start + 8)) &&
      view.getUint32(end, true) === masked(data);
    if (!whole) return;
    yield { start, data };
    start = end + FOOTER;
  }
}
