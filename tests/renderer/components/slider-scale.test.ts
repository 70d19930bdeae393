/** A slider whose values do not lie evenly. */
import { expect, test } from "vitest";
import { halvedScale } from "../../../renderer/src/components/slider-scale.ts";

const scale = halvedScale({ middle: 15, max: 100, fine: 0.5, coarse: 1 });

test.each([
  [0, 0],
  [7.5, 25],
  [15, 50],
  [57.5, 75],
  [100, 100],
])("%d lies at %d per cent of the length", (value, position) => {
  expect(scale.positionOf(value)).toBe(position);
});

test("positions are values of the grid, fine ones in the first half", () => {
  expect(scale.valueAt(0)).toBe(0);
  expect(scale.valueAt(24)).toBe(7);
  expect(scale.valueAt(25)).toBe(7.5);
  expect(scale.valueAt(50)).toBe(15);
  expect(scale.valueAt(75)).toBe(58);
  expect(scale.valueAt(100)).toBe(100);
});

test("each value of the grid is found again where it lies", () => {
  const fine = Array.from({ length: 30 }, (_, i) => i / 2);
  const coarse = Array.from({ length: 86 }, (_, i) => 15 + i);
  for (const value of [...fine, ...coarse])
    expect(scale.valueAt(scale.positionOf(value))).toBe(value);
});

test("values that are no level lie at the ends", () => {
  expect(scale.positionOf(-1)).toBe(0);
  expect(scale.positionOf(120)).toBe(100);
});

test.each([
  [6, 1, 6.5],
  [6, -1, 5.5],
  [7.4, 1, 7.5],
  [7.4, -1, 7],
  [14.5, 1, 15],
  [15, 1, 16],
  [15, -1, 14.5],
  [40, -10, 30],
  [16, -2, 14.5],
  [0, -1, 0],
  [95, 10, 100],
])("from %d, %d steps lead to %d", (value, steps, reached) => {
  expect(scale.stepped(value, steps)).toBe(reached);
});
