/** The noise level function: noise variance over intensity. */

/**
 * Noise variance in squared 0..1 units at the centres of 12 equal ranges of
 * intensity from black to white, straight in between. A line a·x + b is not
 * enough: after a camera's tone curve noise is strongest in the shadows.
 */
export type NoiseCurve = readonly number[];

/** Intensity ranges of a curve. */
export const BINS = 12;
/** Most that the variance changes from one range to the next. */
const STEEPEST = 1.25 ** 2;
/** Keeps perfectly flat blocks from pulling everything to zero: (0.15/255)². */
const TINY = (0.15 / 255) ** 2;

/** A variance measured in one range of intensity. */
export interface LevelPoint {
  /** 0 to 11, from black to white. */
  readonly bin: number;
  readonly variance: number;
}

/** The range that an intensity of 0..1 belongs to. */
export function binOf(intensity: number): number {
  return Math.min(BINS - 1, Math.max(0, Math.floor(intensity * BINS)));
}

/**
 * The largest curve below all measured points that nowhere changes by more
 * than a factor of 1.25 in σ from range to range. Intensities at which all
 * blocks have structure are so held down by their neighbours, and intensities
 * that the image does not have are filled in.
 */
export function curveBelow(points: readonly LevelPoint[]): NoiseCurve {
  return Array.from({ length: BINS }, (_, bin) => {
    const bounds = points.map(
      (point) =>
        (point.variance + TINY) * STEEPEST ** Math.abs(bin - point.bin),
    );
    return Math.max(0, Math.min(...bounds) - TINY);
  });
}

/** The curve's variance at an intensity; constant beyond the outer centres. */
export function varianceAt(curve: NoiseCurve, intensity: number): number {
  const last = curve.length - 1;
  const position = intensity * curve.length - 0.5;
  if (!(position > 0)) return curve[0]!;
  if (position >= last) return curve[last]!;
  const index = Math.floor(position);
  const low = curve[index]!;
  return low + (curve[index + 1]! - low) * (position - index);
}

/** The mean of the curve's variance over these intensities. */
export function meanVariance(
  curve: NoiseCurve,
  intensities: readonly number[],
): number {
  const sum = intensities.reduce((total, x) => total + varianceAt(curve, x), 0);
  return sum / intensities.length;
}

/** Least squares of a·x + b, a ≥ 0 and b ≥ 0, through the curve at these intensities. */
export function lineThrough(
  curve: NoiseCurve,
  intensities: readonly number[],
): { readonly a: number; readonly b: number } {
  const count = intensities.length;
  let [x, y, xx, xy] = [0, 0, 0, 0];
  for (const intensity of intensities) {
    const variance = varianceAt(curve, intensity);
    x += intensity;
    y += variance;
    xx += intensity * intensity;
    xy += intensity * variance;
  }
  const spread = xx - (x * x) / count;
  const a = spread > 1e-6 * count ? (xy - (x * y) / count) / spread : 0;
  const b = (y - a * x) / count;
  if (a <= 0) return { a: 0, b: y / count };
  return b < 0 ? { a: xy / xx, b: 0 } : { a, b };
}
