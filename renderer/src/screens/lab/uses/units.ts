/** What is known of a code's units from the codes of pictures: spread, extremes, and codes that differ in one unit. */
import { type Code, meanCode } from "../../../../../models/lab/latent.ts";

export interface UnitFacts {
  readonly unit: number;
  /** Standard deviation. */
  readonly spread: number;
  /** Of the pictures: those with the largest values, the largest first, and the smallest. */
  readonly high: readonly number[];
  readonly low: readonly number[];
}

/** Those that vary most come first. */
export function unitsOf(
  codes: readonly Code[],
  extremes: number,
): readonly UnitFacts[] {
  const mean = meanCode(codes);
  return Array.from(mean, (middle, unit) => {
    const order = codes
      .map((_, n) => n)
      .sort((a, b) => codes[b]![unit]! - codes[a]![unit]!);
    const variance =
      codes.reduce((sum, code) => sum + (code[unit]! - middle) ** 2, 0) /
      codes.length;
    return {
      ...{ unit, spread: Math.sqrt(variance) },
      high: order.slice(0, extremes),
      low: order.slice(-extremes).reverse(),
    };
  }).sort((a, b) => b.spread - a.spread);
}

/** The mean code with one unit from two deviations below its mean to two above. */
export function alongUnit(
  mean: Code,
  { unit, spread }: UnitFacts,
  steps: number,
): readonly Code[] {
  return Array.from({ length: steps }, (_, i) => {
    const code = mean.slice();
    code[unit] = mean[unit]! + spread * (-2 + (4 * i) / (steps - 1));
    return code;
  });
}
