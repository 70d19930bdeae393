/** JPEG's usual quantisation tables and their scaling by quality. */

import { invariant } from "../errors.ts";

/* prettier-ignore */
const LUMA = [
  16, 11, 10, 16,  24,  40,  51,  61,
  12, 12, 14, 19,  26,  58,  60,  55,
  14, 13, 16, 24,  40,  57,  69,  56,
  14, 17, 22, 29,  51,  87,  80,  62,
  18, 22, 37, 56,  68, 109, 103,  77,
  24, 35, 55, 64,  81, 104, 113,  92,
  49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103,  99,
];

/* prettier-ignore */
const CHROMA = [
  17, 18, 24, 47, 99, 99, 99, 99,
  18, 21, 26, 66, 99, 99, 99, 99,
  24, 26, 56, 99, 99, 99, 99, 99,
  47, 66, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99,
];

/**
 * The steps of the 64 coefficients, row by row: the tables of ITU-T T.81,
 * Annex K, scaled as the Independent JPEG Group's encoder does for a quality
 * of 1 to 100.
 */
export function quantisationTable(
  component: "luma" | "chroma",
  quality: number,
): number[] {
  invariant(quality >= 1 && quality <= 100, "JPEG quality is 1 to 100");
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  const table = component === "luma" ? LUMA : CHROMA;
  return table.map((step) =>
    Math.min(255, Math.max(1, Math.floor((step * percent + 50) / 100))),
  );
}
