/** Learning from noisy photographs with more noise: what is called the error is the error against the clean picture. */
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
import { white } from "../../../models/noise/white.ts";
import { Random } from "../../../models/random.ts";
import {
  moreNoiseFor,
  recorrupted,
} from "../../../models/training/data/recorrupted.ts";

const EDGE = 96;
const ALPHA = 0.3;

test.each([
  ["white and measurable", { length: 1, median: 25 }, ALPHA],
  ["faint", { length: 1, median: 4 }, undefined],
  ["shared by neighbours", { length: 2, median: 25 }, undefined],
])("%s noise", (_what, noise, alpha) => {
  expect(moreNoiseFor(noise)).toBe(alpha);
});

/** A slope, so that its noise is measured well. */
const clean = emptyPlanes(EDGE, EDGE, 3);
clean.data.forEach(
  (_, i) => (clean.data[i] = 0.35 + (0.3 * (i % EDGE)) / EDGE),
);
const noisy = white.apply(clean, new Random(3), { sigma: 25 });
const samples = Float32Array.from(
  noisy.data,
  (_, i) => noisy.data[(i % 3) * EDGE * EDGE + Math.floor(i / 3)]!,
);
const image = { width: EDGE, height: EDGE, channels: 3, samples } as const;
const mode = recorrupted(ALPHA);
const given = mode.sample(
  { image: noisy, photograph: { image } },
  { noise: "own" },
  new Random(1),
);

/** Root mean squared error that the loss stands for, of a "network" that multiplies the image by `factor`. */
function errorOf(factor: number): number {
  const denoise = (x: Node) => mul(x, scalar(factor));
  const extents = mode.inputs(EDGE);
  const entries = Object.entries(extents);
  const inputs = Object.fromEntries(
    entries.map(([name, shape]) => [name, input(name, [1, ...shape])]),
  );
  const parts = {
    inputs,
    denoise,
    frozen: denoise,
    measure: () => scalar(0),
    mix: scalar(0),
  };
  const loss = evaluate(
    graph({ loss: mode.loss(parts) }),
    Object.fromEntries(
      entries.map(([name, shape]) => [
        name,
        { shape: [1, ...shape], data: given[name]! },
      ]),
    ),
  )["loss"]!.data[0]!;
  return Math.exp(mode.logError(loss, 0));
}

test.each([0.5, 0.8, 1])(
  "the error of a factor of %d is found without the clean picture",
  (factor) => {
    const sigma = 25 / 255;
    const seen = (1 + ALPHA ** 2) * sigma ** 2;
    const picture =
      clean.data.reduce((sum, x) => sum + x * x, 0) / clean.data.length;
    const expected = (1 - factor) ** 2 * picture + factor ** 2 * seen;
    expect(
      errorOf(factor) / Math.sqrt(expected + 0.03 * sigma ** 2),
    ).toBeCloseTo(1, 1);
  },
);

test("the network is told that there is more noise", () => {
  const told =
    given["sigma"]!.reduce((sum, x) => sum + x, 0) / given["sigma"]!.length;
  expect((255 * told) / 25).toBeGreaterThan(0.9);
  expect((255 * told) / 25).toBeLessThan(1.25);
});
