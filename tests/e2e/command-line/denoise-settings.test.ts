/** `nitido denoise`: what its sliders and the noise level do to the pixels of a file. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodeImage } from "../../../electron/codecs/decode.ts";
import type { DenoiseResult } from "../../../electron/services/api-files.ts";
import type { Image } from "../../../models/image/image.ts";
import { Random } from "../../../models/random.ts";
import {
  largestDifference,
  pixelsOf,
  randomImage,
  saved,
} from "../../support/image-files.ts";
import { answer } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

const folder = temporaryFolder();
const brightener = toyNetwork("brightener", join(folder, "brightener.onnx"));

/** Grey in colour, level 120, under white noise of σ 20. */
function noisyGrey(width: number, height: number): Image {
  const random = new Random(5);
  const samples = Uint8Array.from({ length: 3 * width * height }, () =>
    Math.round(120 + 20 * random.normal()),
  );
  return { width, height, channels: 3, samples };
}

const noisy = noisyGrey(160, 128);
const input = await saved(pixelsOf(noisy).png(), join(folder, "noisy.png"));
const random = randomImage(37, 23, 4, 16);
const deep = await saved(pixelsOf(random).png(), join(folder, "deep.png"));

let runs = 0;
async function denoise(file: string, ...parameters: string[]) {
  const output = join(folder, `${(runs++).toString()}.png`);
  const { code, result } = await answer<DenoiseResult>([
    ...["denoise", file, "--out", output, "--model", brightener],
    ...["--device", "cpu", ...parameters],
  ]);
  expect(code).toBe(0);
  const { image } = await decodeImage(output);
  return { image, noise: result.files[0]!.noise! };
}

/** The mean over all samples of how much brighter `after` is. */
function rise(before: Image, after: Image): number {
  let sum = 0;
  for (let i = 0; i < before.samples.length; i++)
    sum += after.samples[i]! - before.samples[i]!;
  return sum / before.samples.length;
}

describe("strength", () => {
  test("0 gives the identical pixels, of any size and depth", async () => {
    const { image } = await denoise(deep, "--strength", "0", "--noise", "50");
    expect(largestDifference(image, random)).toBe(0);
  });

  test("50 goes half of the way", async () => {
    const { image } = await denoise(
      ...[input, "--strength", "50", "--noise", "20"],
    );
    expect(rise(noisy, image)).toBeCloseTo(10, 6);
  });
});

test("without luma, a change of brightness alone does not happen", async () => {
  const { image } = await denoise(
    ...[input, "--luma", "0", "--chroma", "100", "--noise", "20"],
  );
  expect(largestDifference(image, noisy)).toBeLessThanOrEqual(1);
});

describe("the noise level", () => {
  test("that is given is what the network is told", async () => {
    const { image, noise } = await denoise(input, "--noise", "12");
    expect(rise(noisy, image)).toBeCloseTo(12, 6);
    expect(noise).toEqual({ sigma: [12, 12, 12] });
  });

  test("is measured otherwise, reported, and told to the network", async () => {
    const { image, noise } = await denoise(input);
    for (const sigma of noise.sigma) {
      expect(sigma).toBeGreaterThan(16);
      expect(sigma).toBeLessThan(24);
    }
    expect(noise.correlated).toBe(false);
    // A little more than was measured: to leave noise costs more than to smooth.
    const more = rise(noisy, image) - Math.max(...noise.sigma);
    expect(more).toBeGreaterThan(0);
    expect(more).toBeLessThan(5);
  });

  test("that is measured is scaled by the amount, and reported as it was measured", async () => {
    const measured = await denoise(input);
    const half = await denoise(input, "--amount", "50");
    expect(half.noise).toEqual(measured.noise);
    expect(rise(noisy, half.image)).toBeCloseTo(
      rise(noisy, measured.image) / 2,
      0,
    );
  });
});
