/** The layout of colour profiles: a header and a table of tags (ICC.1:2022, version 4.4, sections 7 and 10). */

/** The white of the profile connection space. */
export const D50 = [0.9642, 1, 0.8249] as const;

const HEADER_BYTES = 128;

/** A tag's signature and its data. */
export type Tag = readonly [signature: string, data: Uint8Array];

/** Of the pixels: `RGB ` or `GRAY`. */
export const spaceOf = (icc: Uint8Array): string =>
  Buffer.from(icc.subarray(16, 20)).toString("latin1");

/** The data of a profile's tag; undefined where it has none, or is damaged. */
export function tagOf(
  icc: Uint8Array,
  signature: string,
): Uint8Array | undefined {
  const bytes = Buffer.from(icc.buffer, icc.byteOffset, icc.byteLength);
  if (bytes.length < HEADER_BYTES + 4) return undefined;
  const count = bytes.readUInt32BE(HEADER_BYTES);
  for (let i = 0; i < count; i++) {
    const entry = HEADER_BYTES + 4 + 12 * i;
    if (entry + 12 > bytes.length) return undefined;
    if (bytes.toString("latin1", entry, entry + 4) !== signature) continue;
    const from = bytes.readUInt32BE(entry + 4);
    const to = from + bytes.readUInt32BE(entry + 8);
    return to <= bytes.length ? bytes.subarray(from, to) : undefined;
  }
  return undefined;
}

/** A profile of a display with these tags beside the required ones. */
export function assembled(
  space: "RGB " | "GRAY",
  name: string,
  own: readonly Tag[],
): Buffer {
  const tags: readonly Tag[] = [
    ["desc", localised(name)],
    ["cprt", localised("No copyright, use freely")],
    ["wtpt", typed("XYZ ", fixed(D50))],
    ...own,
  ];
  const table = Buffer.alloc(4 + 12 * tags.length);
  table.writeUInt32BE(tags.length);
  let at = HEADER_BYTES + table.length;
  tags.forEach(([signature, data], i) => {
    const entry = 4 + 12 * i;
    table.write(signature, entry, "latin1");
    table.writeUInt32BE(at, entry + 4);
    table.writeUInt32BE(data.length, entry + 8);
    at += filled(data).length;
  });
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(at, 0);
  header.writeUInt32BE(0x04400000, 8);
  header.write(`mntr${space}XYZ `, 12, "latin1");
  // The time of making: fixed, so that the same profile has the same bytes.
  [2026, 1, 1].forEach((part, i) => header.writeUInt16BE(part, 24 + 2 * i));
  header.write("acsp", 36, "latin1");
  fixed(D50).copy(header, 68);
  return Buffer.concat([
    header,
    table,
    ...tags.map(([, data]) => filled(data)),
  ]);
}

/** Data begins at multiples of four. */
const filled = (data: Uint8Array): Uint8Array =>
  Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);

/** A tag's data: signature, four zeros, content, filled up to a multiple of four. */
export function typed(signature: string, content: Buffer): Buffer {
  const padding = Buffer.alloc((4 - (content.length % 4)) % 4);
  const start = Buffer.from(`${signature}\0\0\0\0`, "latin1");
  return Buffer.concat([start, content, padding]);
}

function localised(text: string): Buffer {
  const letters = Buffer.from(text, "utf16le").swap16();
  const head = Buffer.alloc(20);
  head.writeUInt32BE(1, 0);
  head.writeUInt32BE(12, 4);
  head.write("enUS", 8, "latin1");
  head.writeUInt32BE(letters.length, 12);
  head.writeUInt32BE(28, 16);
  return typed("mluc", Buffer.concat([head, letters]));
}

/** s15Fixed16 numbers. */
export function fixed(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) =>
    bytes.writeInt32BE(Math.round(value * 65_536), 4 * i),
  );
  return bytes;
}
