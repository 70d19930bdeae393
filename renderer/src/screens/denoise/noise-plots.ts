/** What the noise panel draws, as the charts take it. */
import type { NoisePlots } from "../../../../electron/contract/values.ts";

export interface VarianceChart {
  /** Brightness in percent, ascending. */
  readonly x: readonly number[];
  readonly points: readonly (number | null)[];
  readonly curve: readonly (number | null)[];
}

/** Variance against brightness: at places of the photograph, and their means. */
export function varianceChart({ points, curve }: NoisePlots): VarianceChart {
  const rows = [
    // Two ends, so that the axis goes from black to white.
    { mean: 0, point: null, curve: null },
    ...points.map(({ mean, variance }) => ({
      mean,
      point: variance,
      curve: null,
    })),
    ...curve.map(({ mean, variance }) => ({
      mean,
      point: null,
      curve: variance,
    })),
    { mean: 1, point: null, curve: null },
  ].sort((one, other) => one.mean - other.mean);
  return {
    x: rows.map(({ mean }) => 100 * mean),
    points: rows.map(({ point }) => point),
    curve: rows.map(({ curve }) => curve),
  };
}

/** The frequencies of a spectrum's values, in cycles per pixel. */
export function frequencies(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) =>
    count < 2 ? 0 : (0.5 * index) / (count - 1),
  );
}

/** Correlation of the noise with that of the next pixel, at the right or below; null where nothing could be compared. */
export function neighbourCorrelation({
  correlation,
}: NoisePlots): number | null {
  const { reach, values } = correlation;
  const edge = 2 * reach + 1;
  const middle = reach * edge + reach;
  if (!values[middle]) return null;
  return Math.max(values[middle + 1] ?? 0, values[middle + edge] ?? 0);
}
