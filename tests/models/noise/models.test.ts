import { describe, expect, it } from "vitest";
import { toOpponent } from "../../../models/image/colour.ts";
import { plane, planesLike } from "../../../models/image/image.ts";
import { camera } from "../../../models/noise/camera.ts";
import { chroma } from "../../../models/noise/chroma.ts";
import { filmGrain } from "../../../models/noise/film-grain.ts";
import { addMappedNoise } from "../../../models/noise/gaussian.ts";
import { poissonGaussian } from "../../../models/noise/poisson-gaussian.ts";
import { rootMeanSquare } from "../../../models/noise/residual.ts";
import {
  blurNoise,
  correlated,
  enlargedNoise,
} from "../../../models/noise/spatial-correlation.ts";
import { noiseModels } from "../../../models/noise/table.ts";
import { white } from "../../../models/noise/white.ts";
import { Random } from "../../../models/random.ts";
import { distance, flat, gradient, neighbourCorrelation } from "./scenes.ts";

const seeded = () => new Random(42);

describe.each(Object.values(noiseModels))("noise model $name", (model) => {
  const clean = gradient(48, 40);

  it("is listed under its name", () => {
    expect(noiseModels[model.name as keyof typeof noiseModels]).toBe(model);
  });

  it("repeats itself for one seed and leaves the clean image alone", () => {
    const before = clean.data.slice();
    const one = model.apply(clean, seeded());
    expect(model.apply(clean, seeded()).data).toEqual(one.data);
    expect(clean.data).toEqual(before);
    expect(one.data).not.toEqual(clean.data);
    expect([one.width, one.height, one.channels]).toEqual([48, 40, 3]);
  });

  it("gives finite numbers for odd sizes, black and white", () => {
    for (const level of [0, 1]) {
      const { data } = model.apply(flat(13, 7, level), seeded());
      expect(data.every(Number.isFinite)).toBe(true);
    }
  });
});

describe("white noise", () => {
  it("has the strength asked for and no correlation", () => {
    const clean = flat(128, 128, 0.5);
    const noisy = white.apply(clean, seeded(), { sigma: 20 });
    expect(distance(noisy, clean)).toBeGreaterThan(19.5);
    expect(distance(noisy, clean)).toBeLessThan(20.5);
    expect(Math.abs(neighbourCorrelation(noisy, clean))).toBeLessThan(0.03);
  });

  it("follows a map", () => {
    const clean = flat(64, 64, 0.5);
    const map = Float32Array.from({ length: 4096 }, (_, i) =>
      i < 2048 ? 0 : 0.1,
    );
    const noisy = addMappedNoise(clean, map, seeded());
    const green = plane(noisy, 1);
    expect(green.subarray(0, 2048).every((v) => v === 0.5)).toBe(true);
    const noise = green.subarray(2048).map((v) => v - 0.5);
    expect(rootMeanSquare(noise)).toBeCloseTo(0.1, 2);
  });
});

describe("Poisson–Gaussian noise", () => {
  it("has variance a·x + b", () => {
    for (const level of [0, 0.25, 1]) {
      const clean = flat(96, 96, level);
      const noisy = poissonGaussian.apply(clean, seeded(), {
        a: 0.004,
        b: 0.0004,
      });
      const sigma = 255 * Math.sqrt(0.004 * level + 0.0004);
      expect(distance(noisy, clean) / sigma).toBeCloseTo(1, 1);
    }
  });
});

describe("camera noise", () => {
  it.each([0.1, 0.3, 0.6])("does not shift the mean of level %f", (level) => {
    const clean = flat(128, 128, level);
    const noisy = camera.apply(clean, seeded(), { shot: 0.01, read: 1e-4 });
    for (const channel of [0, 1, 2]) {
      const samples = plane(noisy, channel);
      const mean = samples.reduce((a, b) => a + b, 0) / samples.length;
      // σ is about 0.1, so the mean of 16,384 samples is good to 0.001; with noise of one sign
      // only, the tone curve would have darkened it by 0.01 to 0.03.
      expect(Math.abs(mean - level)).toBeLessThan(0.004);
    }
  });

  const settings = { shot: 0.003, read: 1e-5, contrast: 0.3 };

  it("vanishes with the sensor's noise: the image itself is untouched", () => {
    const clean = gradient(32, 32);
    const noisy = camera.apply(clean, seeded(), { shot: 1e-12, read: 0 });
    expect(distance(noisy, clean)).toBeLessThan(0.05);
  });

  it("grows with shot noise and is shared by neighbours", () => {
    const clean = flat(96, 96, 0.5);
    const faint = camera.apply(clean, seeded(), settings);
    const strong = camera.apply(clean, seeded(), { ...settings, shot: 0.02 });
    expect(distance(strong, clean)).toBeGreaterThan(
      1.8 * distance(faint, clean),
    );
    expect(neighbourCorrelation(faint, clean)).toBeGreaterThan(0.1);
  });

  it("does not change the mean brightness", () => {
    const clean = flat(128, 128, 0.5);
    const noisy = camera.apply(clean, seeded(), settings);
    const mean = noisy.data.reduce((sum, v) => sum + v, 0) / noisy.data.length;
    expect(mean).toBeCloseTo(0.5, 2);
  });
});

describe("chroma noise and film grain", () => {
  const clean = flat(96, 96, 0.5);

  it("are as strong as asked, in colour or in grey", () => {
    const blotchy = chroma.apply(clean, seeded(), {
      luma: 4,
      chroma: 12,
      blur: 2,
    });
    const before = toOpponent(clean);
    const after = toOpponent(blotchy);
    const strengths = [0, 1, 2].map((c) => {
      const from = plane(before, c);
      return 255 * rootMeanSquare(plane(after, c).map((v, i) => v - from[i]!));
    });
    [4, 12, 12].forEach((s, i) => expect(strengths[i]! / s).toBeCloseTo(1, 1));

    const grain = filmGrain.apply(clean, seeded(), { sigma: 10, colour: 0 });
    const noise = grain.data.map((v) => v - 0.5);
    const pixels = 96 * 96;
    expect(distance(grain, clean)).toBeCloseTo(10, 0);
    expect(noise[7]).toBeCloseTo(noise[7 + pixels]!, 6);
  });

  it("leave less grain in black than in grey", () => {
    const options = { sigma: 10, size: 0.8, colour: 0.3 };
    const dark = filmGrain.apply(flat(64, 64, 0), seeded(), options);
    expect(distance(dark, flat(64, 64, 0))).toBeLessThan(6);
  });
});

describe("spatial correlation", () => {
  const clean = flat(96, 96, 0.5);

  it("keeps the strength and makes neighbours alike", () => {
    const noisy = white.apply(clean, seeded(), { sigma: 15 });
    const blurred = blurNoise(noisy, clean, 0.8);
    expect(distance(blurred, clean)).toBeCloseTo(distance(noisy, clean), 3);
    expect(neighbourCorrelation(blurred, clean)).toBeGreaterThan(0.4);
    const made = correlated.apply(clean, seeded(), { sigma: 15, blur: 0.8 });
    expect(made.data).toEqual(blurred.data);
  });

  it("enlarges noise of a smaller picture", () => {
    const noisy = enlargedNoise(clean, 0.5, white, seeded());
    expect(neighbourCorrelation(noisy, clean)).toBeGreaterThan(0.4);
    expect(planesLike(noisy).data.length).toBe(clean.data.length);
  });
});
