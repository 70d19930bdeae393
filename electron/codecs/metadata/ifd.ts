/**
 * TIFF's image file directories as data: read in either byte order, written in
 * little-endian order at any place of a file. Layout: TIFF 6.0 section 2.
 */
import type { ReadBytes } from "./read-bytes.ts";

export const TAG = {
  newSubfileType: 254,
  photometric: 262,
  xResolution: 282,
  yResolution: 283,
  resolutionUnit: 296,
  xmp: 700,
  iptc: 33_723,
  exif: 34_665,
  icc: 34_675,
  gps: 34_853,
  makerNote: 37_500,
  interoperability: 40_965,
  dngVersion: 50_706,
} as const;

export const TYPE = {
  byte: 1,
  short: 3,
  long: 4,
  rational: 5,
  undefined: 7,
} as const;

/** One tag and its value. */
export interface Field {
  readonly tag: number;
  readonly type: number;
  /** The elements in little-endian order; empty for a directory. */
  readonly value: Uint8Array;
  /** The directory that the tag points to. */
  readonly directory?: readonly Field[];
}

/** Tags that point to directories worth keeping. */
const POINTERS: ReadonlySet<number> = new Set([
  TAG.exif,
  TAG.gps,
  TAG.interoperability,
]);

/** By type 1..13: bytes of an element, and of the units whose byte order counts (a rational is two longs). */
const ELEMENT_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4] as const;
const UNIT_BYTES = [0, 1, 1, 2, 4, 4, 1, 1, 2, 4, 4, 4, 8, 4] as const;
const ENTRY_BYTES = 12;
/** Of all directories together, far more than a photograph needs: damaged counts must neither allocate gigabytes nor take for ever. */
const LIMITS = { entries: 1 << 12, bytes: 1 << 25 };

/** The first directory of a TIFF structure; undefined when it is none, or a BigTIFF. */
export async function readTiff(
  read: ReadBytes,
): Promise<readonly Field[] | undefined> {
  const header = Buffer.from(await read(0, 8));
  if (header.length < 8) return undefined;
  const mark = header.toString("latin1", 0, 4);
  const reading = { read, visited: new Set<number>(), ...LIMITS };
  if (mark === "II*\0")
    return readDirectory(reading, true, header.readUInt32LE(4));
  if (mark === "MM\0*")
    return readDirectory(reading, false, header.readUInt32BE(4));
  return undefined;
}

/** One pass over a structure, and what it may still take. */
interface Reading {
  readonly read: ReadBytes;
  /** Where directories began: one that points to itself, or to another's, is read once. */
  readonly visited: Set<number>;
  entries: number;
  bytes: number;
}

/** Fields that point outside of the file, or have an unknown type, are left out. */
async function readDirectory(
  reading: Reading,
  little: boolean,
  offset: number,
  depth = 0,
): Promise<readonly Field[]> {
  const { read, visited } = reading;
  if (visited.has(offset)) return [];
  visited.add(offset);
  const countBytes = Buffer.from(await read(offset, 2));
  if (countBytes.length < 2) return [];
  const said = little ? countBytes.readUInt16LE() : countBytes.readUInt16BE();
  const count = Math.min(said, reading.entries);
  reading.entries -= count;
  const table = Buffer.from(await read(offset + 2, count * ENTRY_BYTES));
  const fields: Field[] = [];
  for (let at = 0; at + ENTRY_BYTES <= table.length; at += ENTRY_BYTES) {
    const entry = table.subarray(at, at + ENTRY_BYTES);
    const short = (i: number): number =>
      little ? entry.readUInt16LE(i) : entry.readUInt16BE(i);
    const long = (i: number): number =>
      little ? entry.readUInt32LE(i) : entry.readUInt32BE(i);
    const tag = short(0);
    const type = short(2);
    const length = long(4) * (ELEMENT_BYTES[type] ?? 0);
    if (length === 0 || length > reading.bytes) continue;
    reading.bytes -= length;
    if (POINTERS.has(tag)) {
      // Three levels are the most there can be: main, EXIF, interoperability.
      if (depth > 1) continue;
      const at = long(8);
      const directory = await readDirectory(reading, little, at, depth + 1);
      if (directory.length > 0)
        fields.push({
          tag,
          type: TYPE.long,
          value: new Uint8Array(0),
          directory,
        });
      continue;
    }
    const stored =
      length <= 4 ? entry.subarray(8, 8 + length) : await read(long(8), length);
    if (stored.length < length) continue;
    const value = little ? stored : swapped(stored, UNIT_BYTES[type] ?? 1);
    fields.push({ tag, type, value });
  }
  return fields;
}

function swapped(bytes: Uint8Array, unit: number): Uint8Array {
  const copy = Buffer.from(bytes);
  if (unit === 2) return copy.swap16();
  if (unit === 4) return copy.swap32();
  return unit === 8 ? copy.swap64() : copy;
}

/** A whole TIFF structure that holds one directory, as EXIF wants it. */
export function writeTiff(fields: readonly Field[]): Uint8Array {
  return Buffer.concat([
    Buffer.from("II*\0\x08\0\0\0", "latin1"),
    writeDirectory(fields, 8),
  ]);
}

/**
 * The bytes of a directory, of its values and of the directories below, for
 * the even offset `at` of the file they will lie in. No directory follows it.
 */
export function writeDirectory(
  fields: readonly Field[],
  at: number,
): Uint8Array {
  const sorted = [...fields].sort((a, b) => a.tag - b.tag);
  const table = Buffer.alloc(2 + sorted.length * ENTRY_BYTES + 4);
  table.writeUInt16LE(sorted.length, 0);
  const values: Uint8Array[] = [];
  let free = at + table.length;
  sorted.forEach(({ tag, type, value, directory }, i) => {
    const entry = 2 + i * ENTRY_BYTES;
    const bytes = directory ? writeDirectory(directory, free) : value;
    const count = directory ? 1 : value.length / ELEMENT_BYTES[type]!;
    table.writeUInt16LE(tag, entry);
    table.writeUInt16LE(type, entry + 2);
    table.writeUInt32LE(count, entry + 4);
    if (!directory && bytes.length <= 4) {
      table.set(bytes, entry + 8);
      return;
    }
    table.writeUInt32LE(free, entry + 8);
    // Values begin at even offsets.
    const padding = new Uint8Array(bytes.length % 2);
    values.push(bytes, padding);
    free += bytes.length + padding.length;
  });
  return Buffer.concat([table, ...values]);
}
