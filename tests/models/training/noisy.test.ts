/** Learning from noisy photographs alone: which pixels are seen and met, and what its regulariser does. */
import { describe, expect, test } from "vitest";
import { evaluate } from "../../../models/graph/evaluate.ts";
import {
  type Node,
  graph,
  input,
  scalar,
} from "../../../models/graph/graph.ts";
import { mul } from "../../../models/graph/ops/mul.ts";
import { emptyPlanes, type Planes } from "../../../models/image/image.ts";
import { rootMeanSquare } from "../../../models/noise/residual.ts";
import { correlated } from "../../../models/noise/spatial-correlation.ts";
import { Random } from "../../../models/random.ts";
import type {
  DataMode,
  Photograph,
} from "../../../models/training/data/mode.ts";
import { neighbours } from "../../../models/training/data/neighbours.ts";
import { noisy } from "../../../models/training/data/noisy.ts";

const PATCH = 16;
const EDGE = 2 * PATCH;

/** A photograph as the window cache gives it, for what is measured on it. */
function photographOf({ width, height, data }: Planes): Photograph {
  const size = width * height;
  const samples = Float32Array.from(
    data,
    (_, i) => data[(i % 3) * size + Math.floor(i / 3)]!,
  );
  return { image: { width, height, channels: 3, samples } };
}

const sampleOf = (mode: DataMode, image: Planes) =>
  mode.sample(
    { image, photograph: photographOf(image) },
    { noise: "own" },
    new Random(1),
  );

/** Each pixel holds its own place, so that a sample tells where it comes from. */
const image = emptyPlanes(EDGE, EDGE, 3);
image.data.forEach((_, i) => (image.data[i] = i / image.data.length));
const sample = sampleOf(noisy(1), image);

test("the pixel to meet is a direct neighbour of the one that is seen", () => {
  const size = PATCH * PATCH;
  for (let i = 0; i < 3 * size; i++) {
    const place = (name: string) =>
      Math.round(sample[name]![i]! * image.data.length);
    const distance = Math.abs(place("image") - place("neighbour"));
    expect([1, EDGE]).toContain(distance);
  }
});

test("where noise reaches farther, all pixels seen are as far from all to meet", () => {
  const stride = 3;
  const { pick } = neighbours(emptyPlanes(24, 24, 3), stride, new Random(1));
  const places = (sign: number) =>
    [...pick.entries()]
      .filter(([, value]) => value === sign)
      .map(([index]) => {
        const [place, i] = [Math.floor(index / 16), index % 16];
        return {
          x: 6 * (i % 4) + (place % 6),
          y: 6 * Math.floor(i / 4) + Math.floor(place / 6),
        };
      });
  const [seen, met] = [places(1), places(-1)];
  expect([seen.length, met.length]).toEqual([16, 16]);
  for (const one of seen)
    for (const other of met)
      expect(
        Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y)),
      ).toBeGreaterThanOrEqual(stride);
});

/** The loss of a "network" that multiplies the image by `factor`. */
function lossOf(
  factor: number,
  mix: number,
  mode = noisy(1),
  given = sample,
): number {
  const denoise = (x: Node) => mul(x, scalar(factor));
  const extents = mode.inputs(PATCH);
  const inputs = Object.fromEntries(
    Object.entries(extents).map(([name, shape]) => [
      name,
      input(name, [1, ...shape]),
    ]),
  );
  const parts = {
    inputs,
    denoise,
    frozen: denoise,
    measure: () => scalar(0),
    mix: scalar(mix),
  };
  const values = Object.entries(extents).map(([name, shape]) => [
    name,
    { shape: [1, ...shape], data: given[name]! },
  ]);
  const loss = graph({ loss: mode.loss(parts) });
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

describe("noise that a blur of 0.7 pixels made", () => {
  /** Around zero, so that what is left of the picture is what is left of the noise. */
  const grey = emptyPlanes(192, 192, 3);
  grey.data.fill(0.5);
  const blurred = correlated.apply(grey, new Random(7), {
    ...{ sigma: 20, blur: 0.7 },
  });
  const lossesOf = (stride: number) => {
    const mode = noisy(stride);
    const given = { ...sampleOf(mode, blurred) };
    for (const name of ["image", "neighbour", "whole"])
      given[name] = given[name]!.map((value) => value - 0.5);
    return (factor: number) => lossOf(factor, 0, mode, given);
  };

  test("is learnt to be kept from neighbours", () => {
    const loss = lossesOf(1);
    expect(loss(0.6)).toBeLessThan(loss(0) - 1e-3);
  });

  test("is learnt to be removed from pixels three apart", () => {
    const loss = lossesOf(3);
    expect(loss(0)).toBeLessThan(loss(0.2));
    expect(loss(0)).toBeLessThan(loss(0.6) - 1e-3);
  });

  test("is as strong and as much alike in what is seen as in the photograph", () => {
    const { image: seen, sigma } = sampleOf(noisy(3), blurred);
    const noise = seen!.map((value) => value - 0.5);
    const strength = rootMeanSquare(noise);
    expect(Math.abs((255 * strength) / 20 - 1)).toBeLessThan(0.2);
    expect(sigma![0]! / strength).toBeGreaterThan(0.7);
    expect(sigma![0]! / strength).toBeLessThan(1.4);
    const products = noise.map((value, i) =>
      i % PATCH ? value * noise[i - 1]! : 0,
    );
    const alike =
      products.reduce((sum, value) => sum + value, 0) /
      (noise.length * (1 - 1 / PATCH)) /
      strength ** 2;
    // exp(−1 ∕ 4·0.7²) = 0.6
    expect(alike).toBeCloseTo(0.6, 0.7);
  });
});
