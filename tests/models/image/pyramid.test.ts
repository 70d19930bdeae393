/** Pyramids: means of four, also at odd edges, and only where something has changed. */
import { expect, test } from "vitest";
import { pyramidOn, updatePyramid } from "../../../models/image/pyramid.ts";

const whole = { x: 0, y: 0, width: 5, height: 3 };

test("each level halves the one before, rounding up", () => {
  const samples = Uint8Array.of(
    ...[10, 20, 30, 40, 50],
    ...[10, 20, 30, 40, 60],
    ...[7, 9, 0, 0, 1],
  );
  const pyramid = pyramidOn({ width: 5, height: 3, channels: 1, samples }, 4);
  updatePyramid(pyramid, whole);
  expect(pyramid.map(({ width, height }) => [width, height])).toEqual([
    [5, 3],
    [3, 2],
    [2, 1],
    [1, 1],
  ]);
  expect([...pyramid[1]!.samples]).toEqual([15, 35, 55, 8, 0, 1]);
  expect([...pyramid[2]!.samples]).toEqual([15, 28]);
});

test("signed samples and several channels are averaged on their own", () => {
  const samples = Int16Array.of(-4, 8, -8, 8, -4, 8, -8, 8);
  const pyramid = pyramidOn({ width: 2, height: 2, channels: 2, samples }, 2);
  updatePyramid(pyramid, { x: 0, y: 0, width: 2, height: 2 });
  expect([...pyramid[1]!.samples]).toEqual([-6, 8]);
});

test("what does not depend on a region stays as it is", () => {
  const samples = new Uint8Array(16).fill(8);
  const pyramid = pyramidOn({ width: 4, height: 4, channels: 1, samples }, 3);
  updatePyramid(pyramid, { x: 3, y: 1, width: 1, height: 1 });
  expect([...pyramid[1]!.samples]).toEqual([0, 8, 0, 0]);
  expect([...pyramid[2]!.samples]).toEqual([2]);
});
