/** Early stopping: only where what is learnt from is met better and what is held out is met worse. */
import { describe, expect, test } from "vitest";
import {
  betterThanLast,
  learnsByHeart,
  type Measurement,
} from "../../../models/training/early-stopping.ts";
import { DEFAULT_RECIPE } from "../../../models/training/recipe.ts";

const recipe = { ...DEFAULT_RECIPE, base: "fast-photo", steps: 2000 };

/** Every hundred steps. */
const measured = (
  psnr: readonly number[],
  logError: (index: number) => number,
): Measurement[] =>
  psnr.map((value, i) => ({
    ...{ step: 100 * (i + 1), psnr: value, logError: logError(i) },
  }));

const falling = [33, 33.2, 33, 32.9, 32.8, 32.7, 32.6];
const better = (i: number) => -4 - 0.02 * i;
const worse = (i: number) => -4 + 0.02 * i;

describe("a network learns by heart", () => {
  test("when it meets its own photographs better and others worse", () => {
    expect(learnsByHeart(recipe, measured(falling, better))).toBe(true);
  });

  test.each([
    ["too early to tell", recipe, falling.slice(0, 6), better],
    ["both are worse: the learning rate is high", recipe, falling, worse],
    [
      "the fall is by chance",
      recipe,
      [33, 33.2, 33.15, 33.12, 33.15, 33.14, 33.13],
      better,
    ],
    [
      "it recovers in between",
      recipe,
      [33, 33.2, 33, 32.9, 33.15, 32.7, 32.6],
      better,
    ],
    ["from nothing", { ...recipe, base: "none" }, falling, better],
    [
      "the loss has changed its form",
      { ...recipe, psnrFrom: 0.3 },
      falling,
      better,
    ],
  ])("but not here: %s", (_what, of, psnr, logError) => {
    expect(learnsByHeart(of, measured(psnr, logError))).toBe(false);
  });
});

describe("what is written", () => {
  test("is the best where the end is clearly worse", () => {
    const all = measured(falling, better);
    expect(betterThanLast(all)).toBe(all[1]);
  });

  test("is the end where that is as good", () => {
    expect(betterThanLast(measured([33, 33.2, 33.18], better))).toBeUndefined();
    expect(betterThanLast([])).toBeUndefined();
  });
});
