/** The head of an uncompressed TIFF of any size, so that pixels in a file can be read by the pixel library row by row. */
import type { Image } from "../../models/image/image.ts";
import type { BitDepth } from "./codec.ts";

export interface Shape extends Omit<Image, "samples"> {
  readonly bitDepth: BitDepth;
}

type Field = readonly [tag: number, type: number, values: readonly number[]];

const SHORT = 3;
const LONG8 = 16;
/** Where the directory is. */
const DIRECTORY = 16;
const ENTRY_BYTES = 20;
/** Bytes that are read at once, about. */
const STRIP = 1 << 20;

/** The samples follow it, interleaved, row by row, little-endian. Layout: libtiff's BigTIFF. */
export function bigTiffHead(shape: Shape): Uint8Array {
  const { width, height, channels, bitDepth } = shape;
  const rowBytes = (width * channels * bitDepth) / 8;
  const rows = Math.min(height, Math.ceil(STRIP / rowBytes));
  const strips = Math.ceil(height / rows);
  const colours = channels < 3 ? 1 : 3;
  const fields: Field[] = [
    [256, LONG8, [width]],
    [257, LONG8, [height]],
    [258, SHORT, new Array<number>(channels).fill(bitDepth)],
    // Not compressed.
    [259, SHORT, [1]],
    // Black is zero, or red, green and blue.
    [262, SHORT, [colours === 1 ? 1 : 2]],
    [273, LONG8, []],
    [277, SHORT, [channels]],
    [278, LONG8, [rows]],
    [279, LONG8, []],
    // Interleaved.
    [284, SHORT, [1]],
    // Alpha that the colours are not multiplied by.
    ...(channels > colours ? [[338, SHORT, [2]] satisfies Field] : []),
  ];
  const tables = DIRECTORY + 8 + fields.length * ENTRY_BYTES + 8;
  const single = strips === 1;
  const samples = tables + (single ? 0 : 16 * strips);
  const head = Buffer.alloc(samples);
  const long8 = (value: number, at: number) =>
    head.writeBigUInt64LE(BigInt(value), at);
  head.write("II+\0", 0, "latin1");
  head.writeUInt16LE(8, 4);
  long8(DIRECTORY, 8);
  long8(fields.length, DIRECTORY);

  const offsets = single ? samples : tables;
  const counts = single ? height * rowBytes : tables + 8 * strips;
  fields.forEach(([tag, type, values], i) => {
    const at = DIRECTORY + 8 + i * ENTRY_BYTES;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    const table = tag === 273 ? offsets : tag === 279 ? counts : undefined;
    long8(table === undefined ? values.length : strips, at + 4);
    if (table !== undefined) long8(table, at + 12);
    else if (type === LONG8) long8(values[0]!, at + 12);
    else
      values.forEach((value, j) => head.writeUInt16LE(value, at + 12 + 2 * j));
  });
  if (!single)
    for (let strip = 0; strip < strips; strip++) {
      const top = strip * rows;
      long8(samples + top * rowBytes, tables + 8 * strip);
      const bytes = Math.min(rows, height - top) * rowBytes;
      long8(bytes, tables + 8 * (strips + strip));
    }
  return head;
}
