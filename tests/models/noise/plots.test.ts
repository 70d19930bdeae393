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
  const { correlation, spectrum, curve, blocks } = plotsOf(
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
    expect(curve[0]).toBeNull();
    const known = curve.filter((sigma) => sigma !== null);
    expect(known.length).toBeGreaterThan(7);
    for (const sigma of known) expect(Math.abs(sigma - 12)).toBeLessThan(1.5);
    const mean =
      blocks.reduce((sum, { variance }) => sum + variance, 0) / blocks.length;
    expect(Math.sqrt(mean)).toBeGreaterThan(9);
    expect(Math.sqrt(mean)).toBeLessThan(12.5);
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

test("the line is that of noise that grows with brightness", () => {
  const { line } = plotsOf(
    interleave(
      poissonGaussian.apply(clean, new Random(3), { a: 0.004, b: 0.0005 }),
    ),
  );
  expect(line.a / (65025 * 0.004)).toBeCloseTo(1, 0);
  expect(line.b / (65025 * 0.0005)).toBeCloseTo(1, 0);
  expect(Math.abs(line.a * 0.5 + line.b - 65025 * 0.0025)).toBeLessThan(
    0.15 * 65025 * 0.0025,
  );
});

test("images without noise, and tiny ones, have plots as well", () => {
  const plain = plotsOf(interleave(gradient(64, 64)));
  expect(plain.spectrum.luma.every(Number.isFinite)).toBe(true);
  const tiny = plotsOf(interleave(gradient(8, 8)));
  expect(tiny.blocks).toEqual([]);
  expect(tiny.correlation.values.every((value) => value === 0)).toBe(true);
});
