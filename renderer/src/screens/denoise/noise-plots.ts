/** What the noise panel draws, as the charts take it. */
import type { NoisePlots } from "../../../../electron/contract/values.ts";

export interface VarianceChart {
  /** Brightness in percent, ascending. */
  readonly x: readonly number[];
  readonly blocks: readonly (number | null)[];
  readonly line: readonly number[];
}

/** Variance against brightness: the flat blocks, and the fitted line. */
export function varianceChart({ blocks, line }: NoisePlots): VarianceChart {
  const points = [
    // Two ends, so that the line goes from black to white.
    { mean: 0, variance: null },
    ...blocks,
    { mean: 1, variance: null },
  ].sort((one, other) => one.mean - other.mean);
  return {
    x: points.map(({ mean }) => 100 * mean),
    blocks: points.map(({ variance }) => variance),
    line: points.map(({ mean }) => line.a * mean + line.b),
  };
}

/** The frequencies of a spectrum's values, in cycles per pixel. */
export function frequencies(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) =>
    count < 2 ? 0 : (0.5 * index) / (count - 1),
  );
}

/** Correlation of the noise with that of the pixel at its right. */
export function neighbourCorrelation({ correlation }: NoisePlots): number {
  const { reach, values } = correlation;
  const edge = 2 * reach + 1;
  return values[reach * edge + reach + 1] ?? 0;
}
