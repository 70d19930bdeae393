/** Divergence: errors that rise far and stay there, and none that only waver. */
import { describe, expect, test } from "vitest";
import { Random } from "../../../models/random.ts";
import { hasDiverged } from "../../../models/training/divergence.ts";

const random = new Random(1);
/** Errors that differ from batch to batch by a factor of three and more. */
const around = (error: number, steps: number): number[] =>
  Array.from({ length: steps }, () => Math.log(error) + random.uniform(-1, 1));

describe("a training has diverged", () => {
  test.each([
    ["when its errors have become eight times as large", 0.02, 0.16],
    ["when they are larger than any picture's from the start", 3, 3],
  ])("%s", (_what, before, after) => {
    const errors = [...around(before, 200), ...around(after, 25)];
    expect(hasDiverged(errors)).toBe(true);
  });
});

describe("a training has not diverged", () => {
  test.each([
    ["while errors only waver", 0.02, 0.02],
    ["when they double", 0.02, 0.04],
    ["when they fall", 0.2, 0.02],
  ])("%s", (_what, before, after) => {
    const errors = [...around(before, 200), ...around(after, 25)];
    expect(hasDiverged(errors)).toBe(false);
  });

  test("by a few bad batches", () => {
    const errors = [...around(0.02, 215), ...around(2, 10)];
    expect(hasDiverged(errors)).toBe(false);
  });

  test("before there is anything to compare with", () => {
    expect(hasDiverged([])).toBe(false);
    expect(hasDiverged(around(0.5, 25))).toBe(false);
  });
});
