/** Synthetic noise on an image: as strong as asked, the same for the same seed, alpha untouched. */
import { expect, test } from "vitest";
import type { Image } from "../../../models/image/image.ts";
import {
  type SyntheticNoise,
  withNoise as withNoisePausing,
} from "../../../models/noise/synthetic.ts";
import {
  type NoiseModelName,
  noiseModels,
} from "../../../models/noise/table.ts";

const withNoise = (image: Image, noise: SyntheticNoise) =>
  withNoisePausing(image, noise, () => Promise.resolve());

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
  async (kind) => {
    for (const clean of [grey(3), grey(1)]) {
      const noisy = await withNoise(clean, { kind, level: 10, seed: 4 });
      expect(Math.abs(strength(noisy, clean) - 10)).toBeLessThan(0.3);
      expect(noisy.samples).toBeInstanceOf(Uint8Array);
    }
  },
);

test.each(KINDS)(
  "%s is the same for the same seed, and other for another",
  async (kind) => {
    const clean = await withNoise(grey(3), {
      kind: "white",
      level: 30,
      seed: 9,
    });
    const noisy = async (seed: number) =>
      (await withNoise(clean, { kind, level: 20, seed })).samples;
    const first = await noisy(1);
    expect(await noisy(1)).toEqual(first);
    if (kind !== "jpeg") expect(await noisy(2)).not.toEqual(first);
  },
);

test.each(KINDS)("%s of level 0 changes next to nothing", async (kind) => {
  const clean = grey(3);
  const noisy = await withNoise(clean, { kind, level: 0, seed: 1 });
  expect(strength(noisy, clean)).toBeLessThan(1);
});

test("alpha stays", async () => {
  const clean = grey(4, 77);
  const { samples } = await withNoise(clean, {
    ...{ kind: "white", level: 50, seed: 1 },
  });
  expect(samples.filter((_, i) => i % 4 === 3)).toEqual(
    new Uint8Array(96 * 64).fill(77),
  );
});

test("tiles differ, and there are pauses between them", async () => {
  const [width, height] = [1024, 16];
  const samples = new Uint8Array(width * height).fill(128);
  let pauses = 0;
  const noisy = await withNoisePausing(
    { width, height, channels: 1, samples },
    { kind: "white", level: 20, seed: 3 },
    () => Promise.resolve(pauses++),
  );
  expect(pauses).toBeGreaterThan(2);
  const [first, second] = [0, 512].map((x) => noisy.samples.slice(x, x + 16));
  expect(first).not.toEqual(second);
});

test("what a pause throws ends the work", async () => {
  const stopped = withNoisePausing(
    grey(3),
    { kind: "white", level: 20, seed: 3 },
    () => Promise.reject(new Error("stopped")),
  );
  await expect(stopped).rejects.toThrow("stopped");
});

test("tiles are compressed in the blocks of the whole", async () => {
  const wide = { width: 560, height: 24, channels: 3 } as const;
  const samples = Uint8Array.from(
    { length: 3 * wide.width * wide.height },
    (_, i) => (i * 7919) % 251,
  );
  const image: Image = { ...wide, samples };
  const options = { kind: "jpeg", level: 60, seed: 1 } as const;
  const whole = await withNoise(image, options);
  // The tile of the right begins at 512: with its halo it is compressed in the same blocks.
  const right = await withNoise(
    {
      ...{ width: 64, height: 24, channels: 3 },
      samples: cut(samples, wide.width, 496),
    },
    options,
  );
  expect(cut(whole.samples as Uint8Array, wide.width, 512)).toEqual(
    cut(right.samples as Uint8Array, 64, 16),
  );
});

/** The columns from `left` on. */
function cut(samples: Uint8Array, width: number, left: number): Uint8Array {
  return samples.filter((_, i) => Math.floor(i / 3) % width >= left);
}
