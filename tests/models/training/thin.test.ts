/** Thinning keeps a curve's peaks, order and ends short of the limit. */
import { expect, test } from "vitest";
import { thinned } from "../../../models/training/thin.ts";

const value = (point: number) => point;

test("what is short enough stays as it is", () => {
  const points = [3, 1, 2];
  expect(thinned(points, value, 3)).toBe(points);
});

test("of every four points the lowest and the highest stay, in order", () => {
  expect(thinned([5, 1, 9, 2, 4, 3, 3, 8], value, 4)).toEqual([1, 9, 3, 8]);
});

test("a long curve becomes short and keeps its peaks", () => {
  const points = Array.from({ length: 10_000 }, (_, i) =>
    i === 777 ? 1e6 : i,
  );
  const few = thinned(points, value, 100);
  expect(few.length).toBeLessThanOrEqual(100);
  expect(few).toContain(1e6);
  expect(few.at(-1)).toBe(9999);
});
