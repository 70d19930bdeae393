/** `nitido evaluate` on images whose figures are known beforehand: the toy network returns what it is given. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EvaluateResult } from "../../../electron/services/api-files.ts";
import type { Image } from "../../../models/image/image.ts";
import { HIGHEST_PSNR } from "../../../models/inference/regret.ts";
import { blockImage, pixelsOf, saved } from "../../support/image-files.ts";
import { answer } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

const root = temporaryFolder();
const at = (...names: string[]): string => join(root, ...names);
for (const folder of [
  ...["clean", "pairs", "noisy", "references", "sizes", "empty", "bad"],
  ...["flat", "letters", "inside", "darker"],
])
  mkdirSync(at(folder));
const model = toyNetwork("identity", at("identity.onnx"));

const evaluate = (...parameters: string[]) =>
  answer<EvaluateResult>([
    ...["evaluate", ...parameters, "--model", model, "--device", "cpu"],
  ]);

const decibels = (error: number): number => 20 * Math.log10(255 / error);
const picture = (seed: number): Image => blockImage(16, 12, 3, seed);
const write = (image: Image, ...names: string[]) =>
  saved(pixelsOf(image).png(), at(...names));

/** The same picture, every sample brighter by so much: the error is known exactly. */
function brighter({ samples, ...rest }: Image, levels: number): Image {
  return {
    ...rest,
    samples: Uint8Array.from(samples, (value) => value + levels),
  };
}

describe("clean images with added noise", async () => {
  for (const seed of [1, 2]) await write(picture(seed), "clean", `${seed}.png`);

  test.each([15, 50])("σ %d: the noisy PSNR follows from it", async (sigma) => {
    const { code, result } = await evaluate(
      at("clean"),
      "--noise",
      String(sigma),
    );
    expect(code).toBe(0);
    expect(result).toMatchObject({ model: "identity", images: 2 });
    expect(Math.abs(result.noisyPsnr - decibels(sigma))).toBeLessThan(0.3);
    // The output is rounded and clamped, which can only help.
    expect(result.psnr).toBeGreaterThan(result.noisyPsnr - 0.01);
    expect(result.ssim).toBeLessThan(1);
    expect(result.perImage.map(({ image }) => image)).toEqual([
      "1.png",
      "2.png",
    ]);
    for (const name of ["psnr", "ssim", "noisyPsnr"] as const) {
      const [a, b] = result.perImage.map((score) => score[name]);
      expect(result[name]).toBeCloseTo((a! + b!) / 2, 10);
    }
  });

  test("the seed decides the noise", async () => {
    const [first, again, other] = await Promise.all(
      ["4", "4", "5"].map((seed) => evaluate(at("clean"), "--seed", seed)),
    );
    expect(again!.result.psnr).toBe(first!.result.psnr);
    expect(other!.result.psnr).not.toBe(first!.result.psnr);
  });
});

describe("pairs", async () => {
  const rises = { a: 4, b: 8 };
  for (const [name, rise] of Object.entries(rises)) {
    const clean = picture(rise);
    await write(clean, "pairs", `${name}_mean.png`);
    await write(brighter(clean, rise), "pairs", `${name}_real.png`);
    await write(clean, "references", `${name}.png`);
    await write(brighter(clean, rise), "noisy", `${name}.png`);
  }
  const mean = (decibels(4) + decibels(8)) / 2;

  test.each([
    ["in one folder", ["--pairs", at("pairs")]],
    ["in two folders", ["--noisy", at("noisy"), "--clean", at("references")]],
  ])("%s: figures follow from the known error", async (_name, where) => {
    const { code, result } = await evaluate(...where);
    expect(code).toBe(0);
    expect(result.images).toBe(2);
    expect(result.noisyPsnr).toBeCloseTo(mean, 4);
    expect(result.psnr).toBeCloseTo(mean, 4);
    expect(result.ssim).toBeGreaterThan(0.9);
  });

  test("of different sizes are named", async () => {
    await write(picture(1), "sizes", "a_real.png");
    await write(blockImage(15, 12), "sizes", "a_mean.png");
    const { code, result } = await evaluate("--pairs", at("sizes"));
    expect(code).toBe(1);
    expect(result.error).toMatchObject({
      code: "DATA_UNSUITABLE",
      details: { file: at("sizes", "a_real.png") },
    });
    expect(result.error?.message).toContain("128×96");
    expect(result.error?.message).toContain("120×96");
  });
});

describe("pairs of other names", async () => {
  const clean = picture(1);
  const rise = brighter(clean, 4);
  mkdirSync(at("inside", "noisy"));
  mkdirSync(at("inside", "clean"));
  await write(rise, "letters", "a_REAL.PNG");
  await write(clean, "letters", "a_mean.png");
  await saved(pixelsOf(rise).jpeg(), at("letters", "b_real.JPG"));
  await saved(pixelsOf(clean).jpeg(), at("letters", "b_mean.JPEG"));
  await write(rise, "inside", "noisy", "c.png");
  await write(clean, "inside", "clean", "C.PNG");

  test("letters and formats do not matter", async () => {
    const { result } = await evaluate("--pairs", at("letters"));
    expect(result.perImage.map(({ image }) => image)).toEqual([
      "a_mean.png",
      "b_mean.JPEG",
    ]);
  });

  test("two folders inside of one are a folder of pairs", async () => {
    const { result } = await evaluate("--pairs", at("inside"));
    expect(result.images).toBe(1);
    expect(result.noisyPsnr).toBeCloseTo(decibels(4), 4);
  });
});

describe("noise and compression that are added to clean images", async () => {
  const grey = { width: 64, height: 48, channels: 3 } as const;
  const samples = new Uint8Array(3 * 64 * 48).fill(128);
  await write({ ...grey, samples }, "flat", "1.png");

  test.each([
    ...["poisson-gaussian", "camera", "chroma", "film-grain", "correlated"],
  ])("%s: its root mean square is the level", async (noiseModel) => {
    const { code, result } = await evaluate(
      ...[at("flat"), "--noise-model", noiseModel, "--noise", "10"],
    );
    expect(code).toBe(0);
    expect(Math.abs(result.noisyPsnr - decibels(10))).toBeLessThan(0.1);
    const again = await evaluate(
      ...[at("flat"), "--noise-model", noiseModel, "--noise", "10"],
      ...["--seed", "0"],
    );
    expect(again.result.psnr).toBe(result.psnr);
  });

  test("compression alone changes a picture, the more the lower its quality", async () => {
    const psnrAt = async (quality: number) =>
      (
        await evaluate(
          ...[at("clean"), "--noise-model", "none"],
          ...["--jpeg", String(quality), "--subsampling", "4:4:4"],
        )
      ).result.noisyPsnr;
    const [fine, coarse] = [await psnrAt(95), await psnrAt(50)];
    expect(fine).toBeLessThan(60);
    expect(coarse).toBeLessThan(fine);
  });

  test("faint white noise is rounded away by JPEG, and only by it", async () => {
    const white = [at("flat"), "--noise", "2"];
    const plain = await evaluate(...white);
    const jpeg = await evaluate(...white, "--jpeg", "50");
    expect(Math.abs(plain.result.noisyPsnr - decibels(2))).toBeLessThan(0.2);
    // JSON has no infinity: null is a picture that is the clean one again.
    const { noisyPsnr } = jpeg.result as { readonly noisyPsnr: number | null };
    expect(noisyPsnr ?? Infinity).toBeGreaterThan(decibels(2) + 3);
  });
});

test("regret: the level that makes a picture right is found", async () => {
  const clean = picture(3);
  // The toy network makes every sample brighter by the level it is told.
  const brightener = toyNetwork("brightener", at("brightener.onnx"));
  const samples = Uint8Array.from(clean.samples, (value) => 8 + value / 2);
  const reference: Image = { ...clean, samples };
  await write(reference, "darker", "x_mean.png");
  await write(brighter(reference, -8), "darker", "x_real.png");
  const { code, result } = await answer<EvaluateResult>([
    ...["evaluate", "--pairs", at("darker"), "--regret"],
    ...["--model", brightener, "--device", "cpu"],
  ]);
  expect(code).toBe(0);
  const [score] = result.perImage;
  expect(score?.regret).toMatchObject({ bestLevel: 8, bestPsnr: HIGHEST_PSNR });
  expect(score?.regret?.levels[4]).toEqual({ level: 8, psnr: HIGHEST_PSNR });
  expect(score?.regret?.levels[0]?.psnr).toBeCloseTo(decibels(6), 4);
  expect(result.regret?.worst).toBe(HIGHEST_PSNR - score!.psnr);
  expect(result.regret?.levels).toEqual(score?.regret?.levels);
});

test("one that cannot be read is named: a mean over the others would mislead", async () => {
  await write(picture(1), "bad", "1.png");
  writeFileSync(at("bad", "2.png"), "");
  const { code, result } = await evaluate(at("bad"));
  expect(code).toBe(1);
  expect(result.error).toMatchObject({
    code: "FILE_EMPTY",
    details: { file: at("bad", "2.png") },
  });
});

test.each([
  ["a folder without images", [at("empty")], 1, "DATA_UNSUITABLE"],
  ["a folder that is not there", [at("nowhere")], 1, "FILE_NOT_FOUND"],
  ["half of a pair", ["--noisy", at("noisy")], 2, "USAGE"],
  ["nothing to evaluate", [], 2, "USAGE"],
])("%s", async (_name, words, code, error) => {
  const ended = await evaluate(...words);
  expect(ended.code).toBe(code);
  expect(ended.result.error?.code).toBe(error);
});
