/** `nitido train`: the run folder, the network with its card, and that a seed decides everything. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { DenoiseResult } from "../../../electron/services/api-files.ts";
import type { ModelsResult } from "../../../electron/services/api-models.ts";
import type { TrainResult } from "../../../electron/services/api-training.ts";
import type { Recipe } from "../../../models/training/recipe.ts";
import { blockImage, pixelsOf, saved } from "../../support/image-files.ts";
import { type Answer, answer } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { trainingFolder } from "../../support/training-folder.ts";

const root = temporaryFolder();
const photographs = await trainingFolder(join(root, "photographs"));
const STEPS = 3;

const train = (
  folder: string,
  ...more: string[]
): Promise<Answer<TrainResult>> =>
  answer([
    ...["train", photographs, "--out", join(root, folder, "net.onnx")],
    ...["--device", "cpu", ...more],
  ]);
const steps = ["--steps", String(STEPS)];

const read = (...names: string[]): Buffer => readFileSync(join(root, ...names));
const json = (...names: string[]): unknown =>
  JSON.parse(read(...names).toString());
const metrics = (folder: string) =>
  read(folder, "net.run", "metrics.jsonl")
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, number>);

let first: Answer<TrainResult>;
beforeAll(async () => {
  first = await train("first", ...steps, "--seed", "1");
});

test("the result tells what was made and how", () => {
  const number = expect.any(Number) as number;
  expect(first).toEqual({
    code: 0,
    result: {
      ended: "done",
      out: join(root, "first", "net.onnx"),
      run: join(root, "first", "net.run"),
      network: "fast",
      data: "clean",
      noise: "photo",
      device: "cpu",
      steps: STEPS,
      writtenStep: STEPS,
      seconds: number,
      mpxPerSecond: number,
      loss: number,
      // Of three photographs none is held out.
      report: {
        ...{ measure: "none", against: "fast-photo", photographs: 0 },
        ...{ noisy: null, base: null, trained: null, gain: null },
        verdict: "unjudged",
      },
    },
  });
});

describe("the run folder", () => {
  test("holds recipe, facts, metrics, the last checkpoints, and snapshots", () => {
    expect(readdirSync(join(root, "first")).sort()).toEqual([
      ...["net.json", "net.onnx", "net.run"],
    ]);
    const run = join(root, "first", "net.run");
    expect(readdirSync(run, { recursive: true }).sort()).toEqual([
      "checkpoints",
      join("checkpoints", "step-00000000.safetensors"),
      join("checkpoints", "step-00000003.safetensors"),
      "events.out.tfevents.0000000000.nitido",
      "facts.json",
      "metrics.jsonl",
      "photographs.json",
      "recipe.json",
      "report.json",
      "snapshots",
      join("snapshots", "step-00000000.safetensors"),
      join("snapshots", "step-00000003.safetensors"),
    ]);
    expect(json("first", "net.run", "recipe.json")).toMatchObject({
      ...{ network: "fast", noise: "photo", base: "none" },
      ...{ seed: 1, steps: STEPS, batch: 8, patch: 96 },
    } satisfies Partial<Recipe>);
  });

  test("has a line of metrics for each step", () => {
    const lines = metrics("first");
    expect(lines.map(({ step }) => step)).toEqual([1, 2, 3]);
    for (const line of lines)
      for (const name of ["loss", "norm", "learningRate", "mpxPerSecond"])
        expect(line[name]).toBeGreaterThan(0);
  });
});

describe("the network", () => {
  test("is what its card says", async () => {
    const file = join(root, "first", "net.onnx");
    const sha256 = createHash("sha256").update(read("first", "net.onnx"));
    expect(json("first", "net.json")).toMatchObject({
      name: "net",
      network: "fast",
      noise: "photo",
      sha256: sha256.digest("hex"),
      parameters: 568_352,
      origin: "trained",
      training: { device: "cpu", photographs: 3, heldOut: 0 },
      report: json("first", "net.run", "report.json"),
      recipe: json("first", "net.run", "recipe.json"),
    });
    const { result } = await answer<ModelsResult>(["models", file]);
    expect(result.models).toMatchObject([
      { name: "net", file, network: "fast", card: json("first", "net.json") },
    ]);
  });

  test("denoises", async () => {
    const photo = await saved(
      pixelsOf(blockImage(9, 7)).png(),
      join(root, "noisy.png"),
    );
    const { code, result } = await answer<DenoiseResult>([
      ...["denoise", photo, "--out", join(root, "clean")],
      ...["--model", join(root, "first", "net.onnx"), "--device", "cpu"],
    ]);
    expect(code).toBe(0);
    expect(result).toMatchObject({ model: "net", files: [{ status: "done" }] });
  });
});

test("a base is where it starts, and minutes are turned into steps beforehand", async () => {
  const { code, result } = await train(
    ...["based", "--base", "fast-photo", "--minutes", "0.01", "--seed", "1"],
  );
  expect(code).toBe(0);
  expect(result.steps).toBeGreaterThan(0);
  expect(json("based", "net.run", "recipe.json")).toMatchObject({
    base: "fast-photo",
    steps: result.steps,
  } satisfies Partial<Recipe>);
  // The same batch, which a network without training only makes worse.
  const start = metrics("based")[0]!["loss"]!;
  expect(start).toBeLessThan(metrics("first")[0]!["loss"]!);
});

describe("the seed", () => {
  test("gives the same losses and the same network again", async () => {
    expect((await train("second", ...steps, "--seed", "1")).code).toBe(0);
    const exact = (folder: string) =>
      metrics(folder).map(({ loss, norm }) => ({ loss, norm }));
    expect(exact("second")).toEqual(exact("first"));
    const [a, b] = [read("first", "net.onnx"), read("second", "net.onnx")];
    expect(a.equals(b)).toBe(true);
  });

  test("that differs gives others", async () => {
    expect((await train("other", "--steps", "1", "--seed", "2")).code).toBe(0);
    expect(metrics("other")[0]?.["loss"]).not.toBe(
      metrics("first")[0]?.["loss"],
    );
  });
});
