/** The noise panel's figures: white and blurred noise look as they should, level and line are those that were added. */
import { describe, expect, test } from "vitest";
import type { Image } from "../../../models/image/image.ts";
import { interleave } from "../../../models/image/interleave.ts";
import { estimateNoise } from "../../../models/noise/estimate.ts";
import { noisePlots } from "../../../models/noise/plots.ts";
import { poissonGaussian } from "../../../models/noise/poisson-gaussian.ts";
import { correlated } from "../../../models/noise/spatial-correlation.ts";
import { white } from "../../../models/noise/white.ts";
import { Random } from "../../../models/random.ts";
import { gradient } from "./scenes.ts";

const clean = gradient(512, 384);
const plotsOf = (image: Image) => noisePlots(image, estimateNoise(image));

describe("white noise", () => {
  const { correlation, spectrum, curve, points } = plotsOf(
    interleave(white.apply(clean, new Random(1), { sigma: 12 })),
  );

  test("is like itself in one place only", () => {
    const centre = (correlation.values.length - 1) / 2;
    expect(correlation.values.length).toBe((2 * correlation.reach + 1) ** 2);
    correlation.values.forEach((value, i) => {
      expect(value).toBeCloseTo(i === centre ? 1 : 0, 1);
    });
  });

  test("has the same power at all frequencies", () => {
    for (const part of [spectrum.luma, spectrum.chroma])
      // The lowest band has one coefficient of each square.
      for (const power of part.slice(1))
        expect(Math.abs(power - 1)).toBeLessThan(0.3);
  });

  test("is as strong at each brightness that there is", () => {
    expect(curve.length).toBeGreaterThan(7);
    for (const { variance } of curve)
      expect(Math.abs(Math.sqrt(variance) - 12)).toBeLessThan(1.5);
    expect(points.length).toBeGreaterThan(200);
    expect(points.length).toBeLessThanOrEqual(600);
  });
});

test("blurred noise is like its neighbours, and weak at high frequencies", () => {
  const { correlation, spectrum } = plotsOf(
    interleave(correlated.apply(clean, new Random(2), { sigma: 12, blur: 1 })),
  );
  const centre = (correlation.values.length - 1) / 2;
  expect(correlation.values[centre]).toBeCloseTo(1, 6);
  // A Gaussian of σ 1 correlates with itself as exp(−d²/4).
  expect(correlation.values[centre + 1]).toBeCloseTo(Math.exp(-1 / 4), 1);
  expect(correlation.values[centre + 4]).toBeLessThan(0.15);
  expect(spectrum.luma[2]).toBeGreaterThan(2);
  expect(spectrum.luma.at(-1)).toBeLessThan(0.1);
});

test("the curve rises with noise that grows with brightness", () => {
  const noise = { a: 0.004, b: 0.0005 };
  const { curve } = plotsOf(
    interleave(poissonGaussian.apply(clean, new Random(3), noise)),
  );
  for (const { mean, variance } of curve.filter(
    ({ mean }) => mean > 0.15 && mean < 0.85,
  ))
    expect(
      Math.abs(variance / (65025 * (noise.a * mean + noise.b)) - 1),
    ).toBeLessThan(0.25);
});

/** A picture of 16 by 8 pixels, two cells, the left one darker; each with one pixel of another value. */
function twoCells(): Image {
  const samples = new Uint8Array(16 * 8).map((_, i) => (i % 16 < 8 ? 51 : 204));
  samples[0] = 52;
  samples[15] = 203;
  return { width: 16, height: 8, channels: 1, samples };
}

const estimate = estimateNoise(twoCells());
const map = {
  width: 2,
  height: 1,
  sigma: Float32Array.of(2 / 255, 3 / 255),
};

test("the points are the cells of the estimate's map, and the curve goes through them", () => {
  const { points, curve } = noisePlots(twoCells(), { ...estimate, map });
  expect(points.map(({ mean }) => mean)).toEqual([
    expect.closeTo((63 * 51 + 52) / 64 / 255, 5),
    expect.closeTo((63 * 204 + 203) / 64 / 255, 5),
  ]);
  expect(points[0]!.variance).toBeCloseTo(4, 4);
  expect(points[1]!.variance).toBeCloseTo(9, 4);
  expect(curve).toEqual(points);
});

test("without a map the points lie on the estimate's curve", () => {
  const curve = Array.from({ length: 12 }, (_, i) => (i + 1) / 65025);
  const { points } = noisePlots(twoCells(), { ...estimate, curve });
  // 0.2 and 0.8 lie at 1.9 and 9.1 between the centres of the ranges.
  expect(points[0]!.variance).toBeCloseTo(1 + 1.9, 1);
  expect(points[1]!.variance).toBeCloseTo(1 + 9.1, 1);
});

test("what is of one colour, clipped or transparent is no point and in no square", () => {
  const noisy = interleave(white.apply(clean, new Random(4), { sigma: 12 }));
  const { width, height } = noisy;
  const samples = new Uint8Array(4 * width * height);
  for (let i = 0; i < width * height; i++) {
    const column = i % width;
    for (let c = 0; c < 3; c++)
      samples[4 * i + c] =
        column < 128
          ? 90
          : column < 256
            ? 255
            : 255 * noisy.samples[3 * i + c]!;
    samples[4 * i + 3] = column < 384 ? 255 : 0;
  }
  const image: Image = { width, height, channels: 4, samples };
  const curve = estimateNoise(noisy).curve;
  const { points, correlation } = noisePlots(image, { ...estimate, curve });
  // A quarter of the picture is left.
  expect(points.length).toBeGreaterThan(60);
  expect(points.length).toBeLessThanOrEqual(150);
  expect(Math.abs(correlation.values[4 * 9 + 5]!)).toBeLessThan(0.05);
  const flat = { ...image, samples: new Uint8Array(samples.length).fill(7) };
  const none = noisePlots(flat, { ...estimate, curve });
  expect(none.points).toEqual([]);
  expect(none.correlation.values.every((value) => value === 0)).toBe(true);
});

test("images without noise, and tiny ones, have plots as well", () => {
  const plain = plotsOf(interleave(gradient(64, 64)));
  expect(plain.spectrum.luma.every(Number.isFinite)).toBe(true);
  const tiny = plotsOf(interleave(gradient(8, 8)));
  expect(tiny.points.length).toBe(1);
  expect(tiny.correlation.values.every((value) => value === 0)).toBe(true);
});
