/** Synthetic noise on an image: as strong as asked, the same for the same seed, alpha untouched. */
import { expect, test } from "vitest";
import type { Image } from "../../../models/image/image.ts";
import { withNoise } from "../../../models/noise/synthetic.ts";
import {
  type NoiseModelName,
  noiseModels,
} from "../../../models/noise/table.ts";

const KINDS = Object.keys(noiseModels) as NoiseModelName[];

function grey(channels: Image["channels"], level = 128): Image {
  const [width, height] = [96, 64];
  const samples = new Uint8Array(channels * width * height).fill(level);
  return { width, height, channels, samples };
}

function strength(noisy: Image, clean: Image): number {
  let sum = 0;
  noisy.samples.forEach(
    (value, i) => (sum += (value - clean.samples[i]!) ** 2),
  );
  return Math.sqrt(sum / noisy.samples.length);
}

test.each(KINDS.filter((kind) => kind !== "jpeg"))(
  "%s has the level that was asked for, in colour and in grey",
  (kind) => {
    for (const clean of [grey(3), grey(1)]) {
      const noisy = withNoise(clean, { kind, level: 10, seed: 4 });
      expect(Math.abs(strength(noisy, clean) - 10)).toBeLessThan(0.3);
      expect(noisy.samples).toBeInstanceOf(Uint8Array);
    }
  },
);

test.each(KINDS)(
  "%s is the same for the same seed, and other for another",
  (kind) => {
    const clean = withNoise(grey(3), { kind: "white", level: 30, seed: 9 });
    const noisy = (seed: number) =>
      withNoise(clean, { kind, level: 20, seed }).samples;
    expect(noisy(1)).toEqual(noisy(1));
    if (kind !== "jpeg") expect(noisy(2)).not.toEqual(noisy(1));
  },
);

test.each(KINDS)("%s of level 0 changes next to nothing", (kind) => {
  const clean = grey(3);
  const noisy = withNoise(clean, { kind, level: 0, seed: 1 });
  expect(strength(noisy, clean)).toBeLessThan(1);
});

test("alpha stays", () => {
  const clean = grey(4, 77);
  const { samples } = withNoise(clean, { kind: "white", level: 50, seed: 1 });
  expect(samples.filter((_, i) => i % 4 === 3)).toEqual(
    new Uint8Array(96 * 64).fill(77),
  );
});
