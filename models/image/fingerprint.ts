/** Perceptual fingerprints: a photograph as 9×8 grey levels, by which its copies are found among many thousands. */
import { invariant } from "../errors.ts";
import type { Image } from "./image.ts";

const COLUMNS = 9;
const ROWS = 8;

/** The picture to take a fingerprint of has this size, whatever the photograph's: 8×8 pixels for each level. */
export const FINGERPRINT_PICTURE = { width: 8 * COLUMNS, height: 8 * ROWS };

/** Most that the levels of two copies of one photograph differ, on average, of 0..255. */
const ALIKE = 4;
/** Pictures flatter than this, as of a clear sky, look alike without being copies. */
const FLAT = 3;
/** Bits of the gradient's signs by which candidates are found: two copies agree in at least one of four words. */
const WORDS = 4;

/** Mean green levels of the cells of a `FINGERPRINT_PICTURE` in 8-bit RGB, row by row. */
export function fingerprintOf({ width, channels, samples }: Image): Uint8Array {
  invariant(
    samples.length === 64 * COLUMNS * ROWS * channels,
    "a fingerprint is taken of a small picture",
  );
  const green = channels > 1 ? 1 : 0;
  return Uint8Array.from({ length: COLUMNS * ROWS }, (_, cell) => {
    const left = 8 * (cell % COLUMNS);
    const top = 8 * Math.floor(cell / COLUMNS);
    let sum = 0;
    for (let y = top; y < top + 8; y++)
      for (let x = left; x < left + 8; x++)
        sum += samples[(y * width + x) * channels + green]!;
    return Math.round(sum / 64);
  });
}

/** The mean difference of two photographs' levels, their brightness set aside, in 0..255. */
export function difference(a: Uint8Array, b: Uint8Array): number {
  const shift = mean(a) - mean(b);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]! - shift);
  return sum / a.length;
}

/** The photographs seen so far, to ask for copies of the next. */
export class Fingerprints<Name> {
  readonly #buckets = new Map<string, { name: Name; levels: Uint8Array }[]>();

  /** An earlier photograph that this one is a copy of: resized, compressed again, or of the same instant. */
  copyOf(levels: Uint8Array): Name | undefined {
    if (isFlat(levels)) return undefined;
    return wordsOf(levels)
      .flatMap((word) => this.#buckets.get(word) ?? [])
      .find((other) => difference(levels, other.levels) < ALIKE)?.name;
  }

  add(name: Name, levels: Uint8Array): void {
    if (isFlat(levels)) return;
    for (const word of wordsOf(levels)) {
      const bucket = this.#buckets.get(word);
      if (bucket) bucket.push({ name, levels });
      else this.#buckets.set(word, [{ name, levels }]);
    }
  }
}

/** Whether each level is brighter than its right neighbour (Krawetz's "dHash"), as four numbered words of 16 bits. */
function wordsOf(levels: Uint8Array): string[] {
  return Array.from({ length: WORDS }, (_, word) => {
    let bits = "";
    for (let y = 2 * word; y < 2 * word + 2; y++)
      for (let x = 0; x < COLUMNS - 1; x++) {
        const at = y * COLUMNS + x;
        bits += levels[at]! > levels[at + 1]! ? "1" : "0";
      }
    return `${String(word)}:${bits}`;
  });
}

function isFlat(levels: Uint8Array): boolean {
  const middle = mean(levels);
  return mean(levels.map((level) => Math.abs(level - middle))) < FLAT;
}

function mean(levels: Uint8Array): number {
  return levels.reduce((sum, level) => sum + level, 0) / levels.length;
}
