/** Floating-point samples of files as 16-bit integers. */
import type { Samples } from "../../models/image/image.ts";

/** `stored`: in the file's own curve; `linear`: proportional to light, which gets the curve of sRGB. */
export type FloatScale = "stored" | "linear";

export interface DeepSamples {
  readonly samples: Uint16Array;
  /** Whether a sample lay outside of 0..1 by more than rounding. */
  readonly clipped: boolean;
}

const TOLERANCE = 1e-4;

/** Levels 0..65535 of samples in 0..1. What is no number becomes 0. */
export function deepFromFloats(
  floats: Samples,
  scale: FloatScale,
): DeepSamples {
  const samples = new Uint16Array(floats.length);
  let clipped = false;
  for (let i = 0; i < floats.length; i++) {
    const value = floats[i]!;
    if (value < -TOLERANCE || value > 1 + TOLERANCE) clipped = true;
    const inside = value > 0 ? Math.min(value, 1) : 0;
    const level = scale === "linear" ? srgbCurve(inside) : inside;
    samples[i] = level * 65_535 + 0.5;
  }
  return { samples, clipped };
}

/** IEC 61966-2-1, from light to signal. */
function srgbCurve(light: number): number {
  return light <= 0.0031308
    ? 12.92 * light
    : 1.055 * light ** (1 / 2.4) - 0.055;
}
