/** Whether a camera RAW file holds all of its pixels: what is cut off, some cameras' formats develop without complaint. */
import type { ReadBytes } from "./read-bytes.ts";

/** TIFF 6.0, and TIFF/EP for `SubIFDs`. */
const TAG = {
  stripOffsets: 273,
  stripBytes: 279,
  tileOffsets: 324,
  tileBytes: 325,
  children: 330,
};
const SHORT = 3;
const ENTRY_BYTES = 12;
/** More directories than any camera writes, and more parts of a picture. */
const DIRECTORIES = 32;
const PARTS = 1 << 16;
/** Some writers round sizes up. */
const TOLERANCE = 0.01;

/** Whether the largest picture that the directories describe ends after the file does. False for files of other layouts. */
export async function isCutOff(
  read: ReadBytes,
  fileBytes: number,
): Promise<boolean> {
  const head = Buffer.from(await read(0, 8));
  const little = head.toString("latin1", 0, 2) === "II";
  if (head.length < 8 || !(little || head.toString("latin1", 0, 2) === "MM"))
    return false;
  const long = (bytes: Buffer, at: number) =>
    little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  const short = (bytes: Buffer, at: number) =>
    little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);

  /** A tag's whole numbers. */
  const numbers = async (entry: Buffer): Promise<number[]> => {
    const count = Math.min(long(entry, 4), PARTS);
    const each = short(entry, 2) === SHORT ? 2 : 4;
    const bytes =
      count * each <= 4
        ? entry.subarray(8)
        : Buffer.from(await read(long(entry, 8), count * each));
    const there = Math.min(count, Math.floor(bytes.length / each));
    return Array.from({ length: there }, (_, i) =>
      each === 2 ? short(bytes, 2 * i) : long(bytes, 4 * i),
    );
  };

  let largest = { bytes: 0, missing: 0 };
  // A set holds each place once, in the order in which they were found.
  const places = new Set([long(head, 4)]);
  let seen = 0;
  for (const from of places) {
    if (++seen > DIRECTORIES) break;
    const count = Buffer.from(await read(from, 2));
    if (from === 0 || count.length < 2) continue;
    const size = short(count, 0) * ENTRY_BYTES;
    const table = Buffer.from(await read(from + 2, size + 4));
    if (table.length < size + 4) continue;
    const values = new Map<number, number[]>();
    for (let at = 0; at < size; at += ENTRY_BYTES) {
      const entry = table.subarray(at, at + ENTRY_BYTES);
      const tag = short(entry, 0);
      if (Object.values(TAG).includes(tag) && !values.has(tag))
        values.set(tag, await numbers(entry));
    }
    for (const child of values.get(TAG.children) ?? []) places.add(child);
    places.add(long(table, size));
    for (const [starts, sizes] of [
      [TAG.stripOffsets, TAG.stripBytes],
      [TAG.tileOffsets, TAG.tileBytes],
    ] as const) {
      const found = extent(values.get(starts), values.get(sizes), fileBytes);
      if (found.bytes > largest.bytes) largest = found;
    }
  }
  return largest.missing > TOLERANCE * largest.bytes;
}

function extent(
  starts: readonly number[] = [],
  sizes: readonly number[] = [],
  fileBytes: number,
): { readonly bytes: number; readonly missing: number } {
  let [bytes, missing] = [0, 0];
  for (const [i, start] of starts.entries()) {
    const size = sizes[i] ?? 0;
    bytes += size;
    missing += Math.min(size, Math.max(0, start + size - fileBytes));
  }
  return { bytes, missing };
}
