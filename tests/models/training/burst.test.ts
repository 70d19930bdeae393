/** Learning from frames of a burst: what has moved is left out, what only has other noise is not. */
import { expect, test } from "vitest";
import {
  emptyPlanes,
  type Planes,
  toPlanes,
} from "../../../models/image/image.ts";
import { interleave } from "../../../models/image/interleave.ts";
import { correlated } from "../../../models/noise/spatial-correlation.ts";
import { Random } from "../../../models/random.ts";
import { burst } from "../../../models/training/data/burst.ts";
import { photographOf } from "../../support/photograph.ts";

const EDGE = 96;
const scene = toPlanes(photographOf(6, EDGE, EDGE));
const options = { sigma: 12, blur: 0.8 };
const frame = (planes: Planes, seed: number) =>
  correlated.apply(planes, new Random(seed), options);

function weightsOf(first: Planes, second: Planes): Float32Array {
  const photograph = { image: interleave(first) };
  const sample = burst.sample(
    { image: first, clean: second, photograph },
    { noise: "own" },
    new Random(1),
  );
  return sample["weight"]!;
}

const share = (weights: Float32Array, used: boolean) =>
  weights.filter((weight) => weight > 0 === used).length / weights.length;

test("frames that differ by their noise alone are used nearly whole", () => {
  const weights = weightsOf(frame(scene, 1), frame(scene, 2));
  expect(share(weights, true)).toBeGreaterThan(0.95);
  const squares = weights.reduce((sum, weight) => sum + weight * weight, 0);
  expect(squares / weights.length).toBeCloseTo(1, 5);
});

test("where something moved, nothing is learnt", () => {
  const moved = emptyPlanes(EDGE, EDGE, 3);
  moved.data.set(scene.data);
  for (let c = 0; c < 3; c++)
    for (let y = 32; y < 64; y++)
      for (let x = 16; x < 48; x++) {
        const at = (c * EDGE + y) * EDGE + x;
        moved.data[at] = (moved.data[at]! + 0.5) % 1;
      }
  const weights = weightsOf(frame(scene, 1), frame(moved, 2));
  for (let y = 32; y < 64; y++)
    for (let x = 16; x < 48; x++) expect(weights[y * EDGE + x]).toBe(0);
  expect(share(weights, true)).toBeGreaterThan(0.8);
});

test("a scene that moved as a whole weighs nothing", () => {
  const other = toPlanes(photographOf(9, EDGE, EDGE));
  const weights = weightsOf(frame(scene, 1), frame(other, 2));
  expect(
    weights.every((weight) => weight >= 0 && Number.isFinite(weight)),
  ).toBe(true);
  expect(share(weights, false)).toBeGreaterThan(0.7);
});
