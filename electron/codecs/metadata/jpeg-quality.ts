/** The quality that a JPEG was compressed with, told by its quantisation table. */
import { quantisationTable } from "../../../models/noise/jpeg-tables.ts";

const DEFINE_TABLES = 0xdb;
const START_OF_SCAN = 0xda;

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

/** Mean step of table 0, which is luminance's; the order of the steps does not matter to it. */
function luminanceMean(head: Uint8Array): number | undefined {
  const bytes = Buffer.from(head);
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1];
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (marker === START_OF_SCAN || end > bytes.length) return undefined;
    if (marker === DEFINE_TABLES) {
      for (let table = at + 4; table < end;) {
        const wide = bytes[table]! >> 4 !== 0;
        const size = wide ? 128 : 64;
        const steps = bytes.subarray(table + 1, table + 1 + size);
        if ((bytes[table]! & 15) === 0 && steps.length === size)
          return meanOf(
            wide
              ? new Uint16Array(64).map((_, i) => steps.readUInt16BE(2 * i))
              : steps,
          );
        table += 1 + size;
      }
    }
    at = end;
  }
  return undefined;
}

function meanOf(values: ArrayLike<number>): number {
  return (
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length
  );
}
