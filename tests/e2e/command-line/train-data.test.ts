/** `nitido train` on each kind of data: pairs, noisy photographs alone, and noise like that of others. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { TrainResult } from "../../../electron/services/api-training.ts";
import { gaussianBlur } from "../../../models/image/filter.ts";
import {
  type Image,
  plane,
  toPlanes,
  writePlanes,
} from "../../../models/image/image.ts";
import { correlated } from "../../../models/noise/spatial-correlation.ts";
import { Random } from "../../../models/random.ts";
import type { Recipe } from "../../../models/training/recipe.ts";
import { pixelsOf, saved, slopeImage } from "../../support/image-files.ts";
import { photographOf } from "../../support/photograph.ts";
import { answer } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = temporaryFolder();
process.env["NITIDO_DATA"] = join(root, "data");

const train = (folder: string, ...more: string[]) =>
  answer<TrainResult>([
    ...["train", join(root, folder), "--out", join(root, `${folder}.onnx`)],
    ...["--steps", "1", "--device", "cpu", ...more],
  ]);

const recipeOf = (folder: string): Recipe =>
  JSON.parse(
    readFileSync(join(root, `${folder}.run`, "recipe.json"), "utf8"),
  ) as Recipe;

async function folderOf(
  name: string,
  count: number,
  image: (seed: number) => Image,
): Promise<void> {
  mkdirSync(join(root, name), { recursive: true });
  for (let seed = 1; seed <= count; seed++)
    await saved(
      pixelsOf(image(seed)).png(),
      join(root, name, `${String(seed)}.png`),
    );
}

function noisy(image: Image, seed: number): Image {
  const random = new Random(seed);
  const samples = Uint8Array.from(image.samples, (sample) =>
    Math.min(255, Math.max(0, sample + 20 * random.normal())),
  );
  return { ...image, samples };
}

/** With noise that neighbours share. */
function coarselyNoisy(image: Image, seed: number): Image {
  const { width, height } = image;
  const planes = correlated.apply(toPlanes(image), new Random(seed), {
    ...{ sigma: 20, blur: 1 },
  });
  const result = { ...image, samples: new Uint8Array(image.samples.length) };
  writePlanes(result, { x: 0, y: 0, width, height }, planes);
  return result;
}

/** The same with its noise blurred, the slope being straight. */
function softened(image: Image, blur: number): Image {
  const planes = toPlanes(image);
  const { width, height } = planes;
  for (let c = 0; c < 3; c++)
    plane(planes, c).set(gaussianBlur(plane(planes, c), width, blur));
  const soft = { ...image, samples: new Uint8Array(image.samples.length) };
  writePlanes(soft, { x: 0, y: 0, width, height }, planes);
  return soft;
}

describe("pairs", () => {
  test("are found, and some photographs are held out to measure on", async () => {
    const clean = Array.from({ length: 12 }, (_, i) =>
      photographOf(i, 112, 96),
    );
    await folderOf("pairs/clean", 12, (seed) => clean[seed - 1]!);
    await folderOf("pairs/noisy", 12, (seed) => noisy(clean[seed - 1]!, seed));
    const { code, result } = await train("pairs", "--base", "fast-awgn");
    expect(code).toBe(0);
    expect(result).toMatchObject({ data: "pairs", noise: "own", steps: 1 });
    // Noise of σ 20 is at 22 dB; the base takes most of it away, and one step changes little.
    expect(result.basePsnr).toBeGreaterThan(25);
    expect(result.psnr).toBeCloseTo(result.basePsnr!, 0);
    const { report } = result;
    expect(report).toMatchObject({ measure: "psnr", against: "fast-awgn" });
    expect(report.photographs).toBeGreaterThanOrEqual(3);
    expect(report.noisy).toBeCloseTo(22.2, 0);
    expect(report.base).toBeGreaterThan(25);
    expect(report.trained).toBeCloseTo(report.base!, 0);
    expect(report.gain!.low).toBeLessThanOrEqual(report.gain!.mean);
  });

  test("teach noise that the base does not know", async () => {
    const clean = Array.from({ length: 12 }, (_, i) =>
      photographOf(i, 112, 96),
    );
    await folderOf("taught/clean", 12, (seed) => clean[seed - 1]!);
    await folderOf("taught/noisy", 12, (seed) =>
      coarselyNoisy(clean[seed - 1]!, seed),
    );
    const { result } = await train(
      "taught",
      ...["--base", "fast-awgn", "--steps", "12"],
      ...["--batch", "2", "--patch", "48"],
    );
    expect(result.psnr).toBeGreaterThan(result.basePsnr! + 0.3);
  });

  test("that are asked for and are not there", async () => {
    await folderOf("single", 1, photographOf);
    const { code, result } = await train("single", "--data", "pairs");
    expect(code).toBe(1);
    expect(result.error).toMatchObject({
      code: "DATA_UNSUITABLE",
      details: { kind: "pairs" },
    });
  });
});

describe("noisy photographs alone", () => {
  test("teach where their noise is white", async () => {
    await folderOf("white", 3, (seed) => slopeImage(20, seed));
    const { code, result } = await train("white", "--base", "fast-photo");
    expect(code).toBe(0);
    expect(result).toMatchObject({ data: "noisy", noise: "own" });
    expect(Number.isFinite(result.loss)).toBe(true);
    expect(result.psnr).toBeUndefined();
    expect(result.report).toMatchObject({
      ...{ measure: "none", verdict: "unjudged", against: "fast-photo" },
    });
    // At full size, by adding more of the noise that was measured.
    expect(recipeOf("white").moreNoise).toBe(0.3);
  });

  const shared = (name: string, blur: number) =>
    folderOf(name, 3, (seed) => softened(slopeImage(40, seed), blur));

  test("are taken apart where neighbours share it", async () => {
    await shared("apart", 0.7);
    const { code, result } = await train("apart");
    expect(code).toBe(0);
    expect(result).toMatchObject({ data: "noisy", noise: "own" });
    expect(recipeOf("apart").stride).toBe(3);
  });

  test.each(["auto", "noisy"])(
    "are refused where it reaches far (%s)",
    async (data) => {
      await shared("far", 2.5);
      const { code, result } = await train("far", "--data", data);
      expect(code).toBe(1);
      expect(result.error).toMatchObject({
        code: "DATA_UNSUITABLE",
        details: { kind: "correlated" },
      });
    },
  );
});

test("frames of a burst teach what they share", async () => {
  const folder = join(root, "burst");
  mkdirSync(folder, { recursive: true });
  for (const second of ["01", "02"]) {
    const exif = {
      IFD0: { Model: "Camera" },
      IFD2: { DateTimeOriginal: `2024:05:31 10:00:${second}` },
    };
    const frame = noisy(photographOf(1, 112, 96), Number(second));
    await saved(
      pixelsOf(frame).withExif(exif).png(),
      join(folder, `${second}.png`),
    );
  }
  const { code, result } = await train("burst");
  expect(code).toBe(0);
  expect(result).toMatchObject({ data: "burst", noise: "own" });
  expect(Number.isFinite(result.loss)).toBe(true);
});

test("noise is added like that of other photographs", async () => {
  await folderOf("clean", 3, photographOf);
  await folderOf("camera", 2, (seed) => slopeImage(20, seed));
  const like = join(root, "camera");
  const { code } = await train("clean", "--data", "clean", "--like", like);
  expect(code).toBe(0);
  const { noise, profile = [] } = recipeOf("clean");
  expect(noise).toBe("own");
  expect(profile).toHaveLength(2);
  for (const { a, b, quality } of profile) {
    expect(255 * Math.sqrt(a * 0.5 + b)).toBeCloseTo(20, -1);
    expect(quality).toBeNull();
  }
});
