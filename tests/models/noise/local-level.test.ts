import { describe, expect, it } from "vitest";
import { levelPerCell, toldMap } from "../../../models/noise/local-level.ts";
import { white } from "../../../models/noise/white.ts";
import { Random } from "../../../models/random.ts";
import { flat } from "./scenes.ts";

const still = flat(96, 96, 0.5);
const noisy = white.apply(still, new Random(1), { sigma: 20 });

describe("what a network is told", () => {
  it("is the strength that was added, off by −20 to +25 %", () => {
    for (let seed = 0; seed < 30; seed++) {
      const map = toldMap(still, noisy, new Random(seed));
      expect(map.length).toBe(48 * 48);
      const mean = map.reduce((sum, sigma) => sum + sigma, 0) / map.length;
      expect((255 * mean) / 20).toBeGreaterThan(0.75);
      expect((255 * mean) / 20).toBeLessThan(1.3);
    }
  });
});

describe("the level of each cell", () => {
  it("follows noise that is in one half only", () => {
    const half = { ...still, data: still.data.slice() };
    half.data.forEach((_, i) => {
      if (i % 96 >= 48) half.data[i] = noisy.data[i]!;
    });
    const levels = levelPerCell(still, half);
    expect(levels.length).toBe(12 * 12);
    expect(255 * levels[5 * 12 + 1]!).toBe(0);
    expect((255 * levels[5 * 12 + 10]!) / 20).toBeCloseTo(1, 0);
  });
});
