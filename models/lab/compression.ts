/** Codes as bits: rounded to steps, and counted as an arithmetic coder would write them that knows how often each value is. */
import { type Code, meanCode } from "./latent.ts";

export interface Quantiser {
  /** Of each unit: the value that 0 stands for, and what each whole number more adds. */
  readonly middle: Code;
  readonly steps: Code;
}

/** Around the mean of the training codes. `steps` are above zero. */
export const quantiser = (
  training: readonly Code[],
  steps: Code,
): Quantiser => ({ middle: meanCode(training), steps });

/** Whole numbers, one for each unit. */
export const quantise = (code: Code, { middle, steps }: Quantiser): Code =>
  code.map((value, unit) => Math.round((value - middle[unit]!) / steps[unit]!));

export const restore = (numbers: Code, { middle, steps }: Quantiser): Code =>
  numbers.map((number, unit) => middle[unit]! + number * steps[unit]!);

/**
 * What a value costs in bits, −log₂ p, by how often each was among `known` ones: each count and one
 * half more (Krichevsky & Trofimov 1981), over all whole numbers from the least to the largest and
 * one mark for what lies outside. That is then written as its side and its distance by Elias' gamma
 * code, so that every whole number has a code.
 */
export function costs(known: readonly number[]): (value: number) => number {
  let [least, largest] = [Infinity, -Infinity];
  const counts = new Map<number, number>();
  for (const value of known) {
    least = Math.min(least, value);
    largest = Math.max(largest, value);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const all = known.length + (largest - least + 2) / 2;
  const bits = (count: number) => Math.log2(all / (count + 0.5));
  return (value) => {
    const beyond = Math.max(least - value, value - largest);
    if (beyond <= 0) return bits(counts.get(value) ?? 0);
    return bits(0) + 1 + (2 * Math.floor(Math.log2(beyond)) + 1);
  };
}

/** Mean bits of a quantised code of `some`, by what is usual among `known` ones: their cross entropy. Each unit by itself. */
export function meanBits(
  known: readonly Code[],
  some: readonly Code[],
): number {
  const units = known[0]?.length ?? 0;
  let sum = 0;
  for (let unit = 0; unit < units; unit++) {
    const cost = costs(known.map((code) => code[unit]!));
    for (const code of some) sum += cost(code[unit]!);
  }
  return sum / some.length;
}

/** The peak signal-to-noise ratio in dB of a mean squared error of samples in 0..1. */
export const psnrOf = (error: number): number => -10 * Math.log10(error);
