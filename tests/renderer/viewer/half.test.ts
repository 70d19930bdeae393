/** 16-bit floats. */
import { expect, test } from "vitest";
import {
  halvesOfDifferences,
  toHalf,
} from "../../../renderer/src/viewer/half.ts";

test.each([
  [0, 0x0000],
  [1, 0x3c00],
  [-1, 0xbc00],
  [0.5, 0x3800],
  [1 / 3, 0x3555],
  // Rounding carries into the exponent.
  [0.99999, 0x3c00],
  // Too small to count on a screen.
  [1e-6, 0x0000],
])("%d", (value, half) => {
  expect(toHalf(value)).toBe(half);
});

test("differences of samples run from −1 to 1", () => {
  const halves = halvesOfDifferences();
  expect([halves[0], halves[65535], halves[131070]]).toEqual([
    0xbc00, 0x0000, 0x3c00,
  ]);
});
