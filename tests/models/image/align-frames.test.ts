/** Frames of a burst are brought together to a part of a pixel, also from farther away. */
import { expect, test } from "vitest";
import { alignFrames } from "../../../models/image/align-frames.ts";
import { type Planes, toPlanes } from "../../../models/image/image.ts";
import { shiftedBy } from "../../../models/image/shift.ts";
import { correlated } from "../../../models/noise/spatial-correlation.ts";
import { Random } from "../../../models/random.ts";
import { photographOf } from "../../support/photograph.ts";

const scene = photographOf(4, 460, 400);
const noisy = (planes: Planes, seed: number) =>
  correlated.apply(planes, new Random(seed), { sigma: 15, blur: 0.6 });

/** What a camera sees that looks at a place of the scene, between its pixels. */
function frame(x: number, y: number, seed: number): Planes {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const rect = { x: 40 + left, y: 40 + top, width: 360, height: 320 };
  const near = toPlanes(scene, rect);
  return noisy(shiftedBy(near, { x: x - left, y: y - top }), seed);
}

test.each([
  [0, 0],
  [0.4, -0.3],
  [-21.25, 13.5],
])("a frame that is %f and %f pixels off", (x, y) => {
  const { shift, fraction, aligned } = alignFrames(
    frame(0, 0, 1),
    frame(x, y, 2),
  );
  expect(aligned).toBe(true);
  expect(Math.abs(shift.x + fraction.x + x)).toBeLessThan(0.15);
  expect(Math.abs(shift.y + fraction.y + y)).toBeLessThan(0.15);
});

test("another scene is not aligned", () => {
  const other = toPlanes(photographOf(5, 360, 320));
  expect(alignFrames(frame(0, 0, 1), noisy(other, 2)).aligned).toBe(false);
});

test("a shift between pixels keeps a straight slope", () => {
  const data = Float32Array.from({ length: 3 * 64 }, (_, i) => (i % 8) / 8);
  const slope = { width: 8, height: 8, channels: 3, data };
  const shifted = shiftedBy(slope, { x: 0.25, y: -0.5 });
  expect(shifted.data[8 + 3]).toBeCloseTo(3.25 / 8, 6);
});
