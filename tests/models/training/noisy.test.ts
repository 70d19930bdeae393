/** Learning from noisy photographs alone: which pixels are seen and met, and what its regulariser does. */
import { expect, test } from "vitest";
import { evaluate } from "../../../models/graph/evaluate.ts";
import {
  type Node,
  graph,
  input,
  scalar,
} from "../../../models/graph/graph.ts";
import { mul } from "../../../models/graph/ops/mul.ts";
import { emptyPlanes } from "../../../models/image/image.ts";
import { Random } from "../../../models/random.ts";
import { noisy } from "../../../models/training/data/noisy.ts";

const PATCH = 4;
const EDGE = 2 * PATCH;

/** Each pixel holds its own place, so that a sample tells where it comes from. */
const image = emptyPlanes(EDGE, EDGE, 3);
image.data.forEach((_, i) => (image.data[i] = i / image.data.length));
const samples = new Uint8Array(3 * EDGE * EDGE);
const photograph = {
  image: { width: EDGE, height: EDGE, channels: 3, samples },
} as const;
const sample = noisy.sample(
  { image, photograph },
  { noise: "own" },
  new Random(1),
);

test("the pixel to meet is a direct neighbour of the one that is seen", () => {
  const size = PATCH * PATCH;
  for (let i = 0; i < 3 * size; i++) {
    const place = (name: string) =>
      Math.round(sample[name]![i]! * image.data.length);
    const distance = Math.abs(place("image") - place("neighbour"));
    expect([1, EDGE]).toContain(distance);
  }
});

/** The loss of a "network" that multiplies the image by `factor`. */
function lossOf(factor: number, mix: number): number {
  const denoise = (x: Node) => mul(x, scalar(factor));
  const extents = noisy.inputs(PATCH);
  const inputs = Object.fromEntries(
    Object.entries(extents).map(([name, shape]) => [
      name,
      input(name, [1, ...shape]),
    ]),
  );
  const parts = { inputs, denoise, frozen: denoise, mix: scalar(mix) };
  const values = Object.entries(extents).map(([name, shape]) => [
    name,
    { shape: [1, ...shape], data: sample[name]! },
  ]);
  const loss = graph({ loss: noisy.loss(parts) });
  return evaluate(
    loss,
    Object.fromEntries(values) as Parameters<typeof evaluate>[1],
  )["loss"]!.data[0]!;
}

test("the regulariser forgives what neighbours differ by in the network's own answer", () => {
  // All of the error is that difference where the picture is left as it is.
  expect(lossOf(1, 1)).toBeCloseTo(lossOf(1, 0), 6);
  expect(lossOf(0.5, 1)).toBeGreaterThan(lossOf(0.5, 0) + 1e-3);
});
