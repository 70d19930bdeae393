/** Thinning keeps a curve's peaks and order short of the limit, as fine at its beginning as at its end. */
import { expect, test } from "vitest";
import { thinned } from "../../../models/training/thin.ts";

interface Point {
  readonly step: number;
  readonly value: number;
}
const valueOf = ({ value }: Point) => value;
const curve = (values: readonly number[]): Point[] =>
  values.map((value, step) => ({ step, value }));

test("what is short enough stays as it is", () => {
  const points = curve([3, 1, 2]);
  expect(thinned(points, valueOf, 3)).toBe(points);
});

test("of every stretch of steps the lowest and the highest stay, in order", () => {
  const few = thinned(curve([5, 1, 9, 2, 4, 3, 3, 8]), valueOf, 4);
  expect(few.map(valueOf)).toEqual([1, 9, 3, 8]);
  expect(thinned(curve([1, 1, 1, 1]), valueOf, 2)).toHaveLength(1);
});

test("a long curve becomes short and keeps its peaks", () => {
  const points = curve(
    Array.from({ length: 10_000 }, (_, i) => (i === 777 ? 1e6 : i)),
  );
  const few = thinned(points, valueOf, 100);
  expect(few.length).toBeLessThanOrEqual(100);
  expect(few.map(valueOf)).toContain(1e6);
  expect(few.at(-1)?.step).toBe(9999);
});

test("thinned again and again as it grows, its beginning stays as fine as its end", () => {
  let grown: readonly Point[] = [];
  for (let step = 0; step < 100_000; step++) {
    grown = [...grown, { step, value: Math.sin(step) }];
    if (grown.length > 200) grown = thinned(grown, valueOf, 100);
  }
  const half = grown.filter(({ step }) => step < 50_000).length;
  expect(half).toBeGreaterThan(30);
  expect(grown.length).toBeLessThanOrEqual(200);
});
