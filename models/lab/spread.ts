/** Means of a few values, and how far these lie apart. */
import { meanOf } from "./pictures.ts";

export interface Spread {
  readonly mean: number;
  /** The sample's standard deviation; 0 of a single value. */
  readonly deviation: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const mean = meanOf(values);
  const squares = values.map((value) => (value - mean) ** 2);
  const divisor = Math.max(1, values.length - 1);
  const variance = squares.reduce((sum, one) => sum + one, 0) / divisor;
  return { mean, deviation: Math.sqrt(variance) };
}
