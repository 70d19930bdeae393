/** Pictures that can be bent into each other differ little; others do, however bright they are. */
import { expect, test } from "vitest";
import { deformation, slopesOf } from "../../../models/lab/deformation.ts";

const EDGE = 12;
/** White lines on black: at these columns, from row 2 on. */
const lines = (columns: readonly number[], bright = 1) => {
  const plane = new Float32Array(EDGE * EDGE);
  for (const x of columns)
    for (let y = 2; y < EDGE - 2; y++) plane[y * EDGE + x] = bright;
  return plane;
};
const between = (a: Float32Array, b: Float32Array) =>
  deformation(slopesOf(a, EDGE), slopesOf(b, EDGE));

test("is nothing between a picture and itself, or itself moved by a pixel", () => {
  expect(between(lines([5]), lines([5]))).toBe(0);
  expect(between(lines([5]), lines([6]))).toBeCloseTo(0, 5);
});

test("is nothing where two parts move apart", () => {
  expect(between(lines([2, 8]), lines([1, 9]))).toBeCloseTo(0, 5);
});

test("grows with what cannot be moved away", () => {
  const further = between(lines([5]), lines([7]));
  const more = between(lines([5]), lines([9]));
  expect(further).toBeGreaterThan(0.3);
  expect(more).toBeGreaterThan(further);
});

test("is the same whatever the brightness of both", () => {
  const [bright, dark] = [1, 0.25].map((value) =>
    between(lines([3], value), lines([6], value)),
  );
  expect(dark).toBeCloseTo(bright!, 5);
});

test("black pictures differ in nothing", () => {
  expect(between(lines([]), lines([]))).toBe(0);
});

test("slopes are Sobel's, black beyond the border", () => {
  const { across, down, energy } = slopesOf(Float32Array.of(1, 0, 0, 0), 2);
  // Within a border of zeros: 4 × 4.
  expect([...across.slice(5, 7)]).toEqual([0, -2]);
  expect([...across.slice(9, 11)]).toEqual([0, -1]);
  expect([...down.slice(5, 7)]).toEqual([0, 0]);
  expect([...down.slice(9, 11)]).toEqual([-2, -1]);
  expect(energy).toBe(4 + 1 + 4 + 1);
});
