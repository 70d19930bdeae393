/** Generated pictures: repeatable, within range, with edges and flat parts. */
import { expect, test } from "vitest";
import { deadLeaves } from "../../../models/image/dead-leaves.ts";

test("the same seed gives the same picture, another seed another", () => {
  expect(deadLeaves(40, 30, 1)).toEqual(deadLeaves(40, 30, 1));
  expect(deadLeaves(40, 30, 1)).not.toEqual(deadLeaves(40, 30, 2));
});

test("every pixel is covered, and no sample is near black or white", () => {
  const { width, height, channels, data } = deadLeaves(70, 50, 3);
  expect([width, height, channels]).toEqual([70, 50, 3]);
  expect(Math.min(...data)).toBeGreaterThanOrEqual(0.05);
  expect(Math.max(...data)).toBeLessThanOrEqual(0.95);
});

test("as in photographs, most neighbours are alike and a few are far apart", () => {
  const { width, data } = deadLeaves(128, 128, 4);
  const steps = Array.from({ length: 128 * 128 }, (_, i) =>
    i % width === 0 ? 0 : Math.abs(data[i]! - data[i - 1]!),
  ).sort((a, b) => a - b);
  expect(steps[Math.floor(0.5 * steps.length)]).toBeLessThan(0.02);
  expect(steps[Math.floor(0.99 * steps.length)]).toBeGreaterThan(0.1);
});
