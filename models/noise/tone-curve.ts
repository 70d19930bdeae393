/** A camera's tone rendering, from linear light to file values and back. */

const LINEAR_STEPS = 4096;
const FILE_STEPS = 1024;

/** Piecewise linear tables over 0..1; the last entry stands for 1. */
export interface ToneCurve {
  readonly toFile: Float32Array;
  readonly toLinear: Float32Array;
}

/**
 * The sRGB transfer curve followed by contrast: a blend of `contrast` (0..1)
 * from the identity to the smoothstep 3x² − 2x³ that Brooks et al.,
 * "Unprocessing Images for Learned Raw Denoising", 2019, use.
 */
export function toneCurve(contrast: number): ToneCurve {
  const toFile = srgb.map(
    (x) => (1 - contrast) * x + contrast * x * x * (3 - 2 * x),
  );
  return { toFile, toLinear: inverted(toFile) };
}

/** The table's value at x; outside of 0..1 the value at the nearer end. */
export function lookUp(table: Float32Array, x: number): number {
  const last = table.length - 1;
  const position = x * last;
  if (!(position > 0)) return table[0]!;
  if (position >= last) return table[last]!;
  const index = position | 0;
  const low = table[index]!;
  return low + (table[index + 1]! - low) * (position - index);
}

/** IEC 61966-2-1, for linear values 0..1. */
const srgb = Float32Array.from({ length: LINEAR_STEPS + 1 }, (_, i) => {
  const x = i / LINEAR_STEPS;
  return x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055;
});

/** The inverse of a rising table from 0 to 1. */
function inverted(table: Float32Array): Float32Array {
  const inverse = new Float32Array(FILE_STEPS + 1);
  for (let i = 1, at = 0; i < FILE_STEPS; i++) {
    const value = i / FILE_STEPS;
    while (table[at + 1]! < value) at++;
    const below = table[at]!;
    const part = (value - below) / (table[at + 1]! - below);
    inverse[i] = (at + part) / (table.length - 1);
  }
  inverse[FILE_STEPS] = 1;
  return inverse;
}
