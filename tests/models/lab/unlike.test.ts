/** Unlikeness: larger for what no known picture resembles, whatever its brightness. */
import { expect, test } from "vitest";
import type { Pictures } from "../../../models/lab/batches.ts";
import { pointsOf, unlikeness } from "../../../models/lab/unlike.ts";

/** Grey pictures of 2×2, and codes that say which side is bright. */
const points = (rows: readonly (readonly number[])[]) => {
  const pictures: Pictures = {
    shape: [1, 2, 2],
    data: Float32Array.from(rows.flat()),
  };
  const codes = rows.map(([a = 0, b = 0]) => Float32Array.of(a - b, 1));
  return pointsOf(pictures, codes);
};
const known = points(
  [0, 1, 2, 3, 4, 5, 6, 7].map((i) => [1, 0.02 * i, 1, 0.03 * i]),
);

test("what resembles a known picture is less unlike than what does not", () => {
  const [alike, darker, other] = unlikeness(
    known,
    points([
      [1, 0.05, 1, 0.1],
      [0.9, 0.045, 0.9, 0.09],
      [0, 1, 0, 1],
    ]),
  );
  expect(other).toBeGreaterThan(3 * alike!);
  expect(other).toBeGreaterThan(3 * darker!);
});

test("a known picture is near, at no distance of zero", () => {
  const [value] = unlikeness(points(Array(8).fill([1, 0, 1, 0])), known);
  expect(Number.isFinite(value)).toBe(true);
});
