import { describe, expect, it } from "vitest";
import { Random } from "../../models/random.ts";

function moments(values: readonly number[]): {
  mean: number;
  variance: number;
  skew: number;
  kurtosis: number;
} {
  const n = values.length;
  const mean = values.reduce((sum, v) => sum + v, 0) / n;
  const central = (power: number) =>
    values.reduce((sum, v) => sum + (v - mean) ** power, 0) / n;
  const variance = central(2);
  return {
    mean,
    variance,
    skew: central(3) / variance ** 1.5,
    kurtosis: central(4) / variance ** 2,
  };
}

function draws(count: number, draw: () => number): number[] {
  return Array.from({ length: count }, draw);
}

describe("Random", () => {
  it("repeats itself for the same seed and differs for another", () => {
    const numbers = (seed: number) => {
      const random = new Random(seed);
      return draws(8, () => random.uniform());
    };
    expect(numbers(7)).toEqual(numbers(7));
    expect(numbers(7)).not.toEqual(numbers(8));
  });

  it("keeps uniform numbers inside their range and evenly spread", () => {
    const random = new Random(1);
    const values = draws(20000, () => random.uniform(2, 4));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...values)).toBeLessThan(4);
    const { mean, variance } = moments(values);
    expect(mean).toBeCloseTo(3, 1);
    expect(variance).toBeCloseTo(1 / 3, 1);
  });

  it("draws integers below the exclusive end, all of them", () => {
    const random = new Random(2);
    const seen = new Set(draws(200, () => random.integer(3, 6)));
    expect([...seen].sort()).toEqual([3, 4, 5]);
  });

  it("has normal numbers with the moments and tails of the normal law", () => {
    const random = new Random(3);
    const values = draws(200000, () => random.normal());
    const { mean, variance, skew, kurtosis } = moments(values);
    expect(Math.abs(mean)).toBeLessThan(0.01);
    expect(Math.abs(variance - 1)).toBeLessThan(0.015);
    expect(Math.abs(skew)).toBeLessThan(0.03);
    expect(Math.abs(kurtosis - 3)).toBeLessThan(0.06);
    const beyond = (limit: number) =>
      values.filter((v) => Math.abs(v) > limit).length / values.length;
    expect(beyond(1)).toBeCloseTo(0.3173, 2);
    expect(beyond(2)).toBeCloseTo(0.0455, 2);
    expect(beyond(3.66)).toBeGreaterThan(0.0001);
    expect(beyond(3.66)).toBeLessThan(0.0005);
  });

  it("fills an array with the numbers that normal() would give", () => {
    const filled = new Float32Array(5000);
    new Random(4).fillNormal(filled);
    const random = new Random(4);
    const single = Float32Array.from({ length: 5000 }, () => random.normal());
    expect(filled).toEqual(single);
  });

  it.each([0.3, 5, 40])("draws Poisson counts of mean %d", (mean) => {
    const random = new Random(5);
    const values = draws(40000, () => random.poisson(mean));
    expect(values.every((v) => Number.isInteger(v) && v >= 0)).toBe(true);
    const found = moments(values);
    expect(Math.abs(found.mean / mean - 1)).toBeLessThan(0.03);
    expect(Math.abs(found.variance / mean - 1)).toBeLessThan(0.06);
    expect(Math.abs(found.skew * Math.sqrt(mean) - 1)).toBeLessThan(0.25);
  });

  it("has no counts where nothing is expected", () => {
    expect(new Random(6).poisson(0)).toBe(0);
  });

  it("shuffles to a permutation and picks from the items", () => {
    const random = new Random(9);
    const items = [1, 2, 3, 4, 5, 6, 7, 8];
    const shuffled = random.shuffle([...items]);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort()).toEqual(items);
    expect(items).toContain(random.pick(items));
  });

  it("hashes seeds so that every part and their order count", () => {
    const seeds = [[1, 2], [2, 1], [1, 2, 0], [0], []].map((parts) =>
      Random.seed(...parts),
    );
    expect(new Set(seeds).size).toBe(5);
    expect(Random.seed(1, 2)).toBe(Random.seed(1, 2));
  });
});
