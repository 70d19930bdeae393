/** A table that converts colours from a file's own encoding to that of the screen, interpolated between its points. */
import { invariant } from "../errors.ts";

/** Points along each axis, 5 levels of 255 apart. */
export const COLOUR_TABLE_EDGE = 52;

/**
 * Interleaved red, green and blue in 0..255 for each point; red varies fastest, then green, then
 * blue, as textures of three dimensions lie in memory.
 */
export type ColourTable = Uint8Array;

const STEP = 255 / (COLOUR_TABLE_EDGE - 1);
const COLOUR_TABLE_BYTES = 3 * COLOUR_TABLE_EDGE ** 3;

/** The table that changes nothing. */
export function identityTable(): ColourTable {
  const table = new Uint8Array(COLOUR_TABLE_BYTES);
  let at = 0;
  for (let blue = 0; blue < COLOUR_TABLE_EDGE; blue++)
    for (let green = 0; green < COLOUR_TABLE_EDGE; green++)
      for (let red = 0; red < COLOUR_TABLE_EDGE; red++)
        for (const index of [red, green, blue]) table[at++] = index * STEP;
  return table;
}

/** Converts RGBA pixels in place; alpha stays. */
export function convertColours(
  table: ColourTable,
  pixels: Uint8ClampedArray,
): void {
  invariant(table.length === COLOUR_TABLE_BYTES, "a table has all its points");
  const [right, down, far] = [
    3,
    3 * COLOUR_TABLE_EDGE,
    3 * COLOUR_TABLE_EDGE ** 2,
  ];
  for (let p = 0; p < pixels.length; p += 4) {
    const r = LOW[pixels[p]!]!;
    const g = LOW[pixels[p + 1]!]!;
    const b = LOW[pixels[p + 2]!]!;
    const x = pixels[p]! / STEP - r;
    const y = pixels[p + 1]! / STEP - g;
    const z = pixels[p + 2]! / STEP - b;
    let at = r * right + g * down + b * far;
    for (let c = 0; c < 3; c++, at++) {
      const near =
        (table[at]! * (1 - x) + table[at + right]! * x) * (1 - y) +
        (table[at + down]! * (1 - x) + table[at + down + right]! * x) * y;
      const behind = at + far;
      const deep =
        (table[behind]! * (1 - x) + table[behind + right]! * x) * (1 - y) +
        (table[behind + down]! * (1 - x) + table[behind + down + right]! * x) *
          y;
      pixels[p + c] = near * (1 - z) + deep * z;
    }
  }
}

/** The point below each level; the last one belongs to the cell before it. */
const LOW = Uint8Array.from({ length: 256 }, (_, level) =>
  Math.min(Math.floor(level / STEP), COLOUR_TABLE_EDGE - 2),
);
