/** How a JPEG was compressed, told by its quantisation table and its header. */
import { quantisationTable } from "../../../models/noise/jpeg-tables.ts";

const DEFINE_TABLES = 0xdb;
const START_OF_SCAN = 0xda;
/** Of a baseline, extended or progressive picture: what Huffman's code is used for. */
const START_OF_FRAME = [0xc0, 0xc1, 0xc2];

/** 1..100 as the usual encoders count, by the standard table nearest to the file's own; undefined when `head` has none. */
export function jpegQuality(head: Uint8Array): number | undefined {
  const mean = luminanceMean(head);
  if (mean === undefined) return undefined;
  let best = 1;
  let least = Infinity;
  for (let quality = 1; quality <= 100; quality++) {
    const difference = Math.abs(
      meanOf(quantisationTable("luma", quality)) - mean,
    );
    if (difference < least) [best, least] = [quality, difference];
  }
  return best;
}

/** Undefined for grey pictures, for other ways than these two, and where `head` does not say. */
export function jpegSubsampling(
  head: Uint8Array,
): "4:4:4" | "4:2:0" | undefined {
  for (const { marker, data } of segments(head))
    if (START_OF_FRAME.includes(marker) && data[5] === 3) {
      // Sampling factors of Y, Cb and Cr: horizontal in the upper half of the byte.
      const factors = [7, 10, 13].map((at) => data[at]?.toString(16)).join();
      if (factors === "11,11,11") return "4:4:4";
      if (factors === "22,11,11") return "4:2:0";
    }
  return undefined;
}

/** Mean step of table 0, which is luminance's; the order of the steps does not matter to it. */
function luminanceMean(head: Uint8Array): number | undefined {
  for (const { marker, data } of segments(head)) {
    if (marker !== DEFINE_TABLES) continue;
    for (let table = 0; table < data.length;) {
      const wide = data[table]! >> 4 !== 0;
      const size = wide ? 128 : 64;
      const steps = data.subarray(table + 1, table + 1 + size);
      if ((data[table]! & 15) === 0 && steps.length === size)
        return meanOf(
          wide
            ? new Uint16Array(64).map((_, i) => steps.readUInt16BE(2 * i))
            : steps,
        );
      table += 1 + size;
    }
  }
  return undefined;
}

/** The segments before the picture's own data, without marker and length. */
function* segments(
  head: Uint8Array,
): Generator<{ readonly marker: number; readonly data: Buffer }> {
  const bytes = Buffer.from(head);
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (marker === START_OF_SCAN || end > bytes.length) return;
    yield { marker, data: bytes.subarray(at + 4, end) };
    at = end;
  }
}

function meanOf(values: ArrayLike<number>): number {
  return (
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length
  );
}
