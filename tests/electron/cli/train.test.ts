/** `nitido train`: its request, and its answer in words. */
import { expect, test } from "vitest";
import type { TrainResult } from "../../../electron/services/api-training.ts";
import { NitidoError } from "../../../models/errors.ts";
import { nitido } from "../../support/fake-host.ts";

const lines = (text: string): string[] => text.trimEnd().split("\n");

const result: TrainResult = {
  ended: "done",
  out: "net.onnx",
  run: "net.run",
  network: "fast",
  data: "clean",
  noise: "photo",
  device: "cpu",
  steps: 21000,
  writtenStep: 21000,
  seconds: 3600,
  mpxPerSecond: 0.65,
  loss: 0.01234,
  psnr: 33.61,
  report: {
    ...{ measure: "psnr", against: "fast-photo", photographs: 12 },
    ...{ noisy: 25, base: 33.4, trained: 33.61, verdict: "better" },
    gain: { mean: 0.21, low: 0.104, high: 0.33 },
  },
};
const engine = {
  train: (): Promise<TrainResult> => Promise.resolve(result),
};

test("lasts an hour unless told otherwise, beside its network", async () => {
  const { calls } = await nitido("train photos --out nets/Net.ONNX", {
    engine,
  });
  expect(calls[0]?.request).toEqual({
    folder: "photos",
    out: "nets/Net.ONNX",
    run: "nets/Net.run",
    resume: false,
    finish: false,
    settings: {},
    network: "fast",
    base: "none",
    encoder: null,
    data: "auto",
    like: null,
    noise: "photo",
    budget: { minutes: 60 },
    seed: 0,
    device: "auto",
    overwrite: false,
  });
});

test("goes on by the recipe of a run", async () => {
  const { calls } = await nitido("train p --out n.onnx --resume old", {
    engine,
  });
  expect(calls[0]?.request).toMatchObject({
    run: "old",
    resume: true,
    budget: null,
  });
});

test("counts steps instead of minutes", async () => {
  const { calls } = await nitido(
    "train p --out n.onnx --steps 5 --noise awgn --network best --base x --overwrite",
    { engine },
  );
  expect(calls[0]?.request).toMatchObject({
    budget: { steps: 5 },
    noise: "awgn",
    network: "best",
    base: "x",
    overwrite: true,
  });
});

test("begins with an encoder, but not one over a base", async () => {
  const encoder = "train p --out n.onnx --encoder run";
  const { calls } = await nitido(`${encoder} --base none`, { engine });
  expect(calls[0]?.request).toMatchObject({ base: "none", encoder: "run" });
  for (const other of [" --base fast-photo", " --resume old"]) {
    const refused = await nitido(encoder + other, { engine });
    expect([refused.code, refused.calls]).toEqual([2, []]);
  }
});

test("sums up", async () => {
  const { stdout } = await nitido("train p --out net.onnx", { engine });
  expect(lines(stdout)).toEqual([
    "net.onnx: 21,000 steps in 1 h 0 min, 0.65 MP/s, loss 0.01234",
    "held-out photographs: 33.61 dB",
    "Better than fast-photo by 0.21 dB (0.1 to 0.33) on 12 held-out photographs.",
  ]);
});

/** The last line, when the report says so. */
async function reported(report: object, words = ""): Promise<string> {
  const changed = { ...result, report: { ...result.report, ...report } };
  const { stdout } = await nitido(`train p --out net.onnx${words}`, {
    engine: { train: () => Promise.resolve(changed) },
  });
  return lines(stdout).at(-1)!;
}

test("says in either language what did not get better", async () => {
  const worse = {
    verdict: "worse",
    gain: { mean: -0.2, low: -0.35, high: -0.05 },
  };
  expect(await reported(worse)).toMatch(
    /^Worse than fast-photo by 0.2 dB \(0.05 to 0.35\) on 12/,
  );
  expect(await reported(worse, " --lang es")).toMatch(
    /^Peor que fast-photo en 0,2 dB \(de 0,05 a 0,35\) en 12/,
  );
  const few = { verdict: "unjudged", photographs: 1, gain: null };
  expect(await reported(few)).toMatch(/Add photographs: with 12 or more/);
});

test("says how to go on after it was cancelled", async () => {
  const { code, stderr } = await nitido("train p --out net.onnx", {
    engine: {
      train: () =>
        Promise.reject(new NitidoError("CANCELLED", { run: "net.run" })),
    },
  });
  expect(code).toBe(130);
  expect(stderr).toContain("Go on with --resume net.run, or");
  expect(stderr).toContain("--resume net.run --finish");
});

test("says nothing of going on when there is nothing to go on from", async () => {
  const { code, stderr } = await nitido("train p --out net.onnx", {
    engine: { train: () => Promise.reject(new NitidoError("CANCELLED")) },
  });
  expect(code).toBe(130);
  expect(stderr).not.toContain("--resume");
});

test("takes what its users know better", async () => {
  const { calls } = await nitido(
    "train p --out n.onnx --batch 4 --patch 64 --learning-rate 2e-4 --psnr-from .5 --average-decay 0.99 --warm-up 10 --weight-decay 0.01",
    { engine },
  );
  expect(calls[0]?.request).toMatchObject({
    settings: {
      ...{ batch: 4, patch: 64, learningRate: 2e-4, psnrFrom: 0.5 },
      ...{ averageDecay: 0.99, warmUp: 10, weightDecay: 0.01 },
    },
  });
});

test("keeps what a run has learnt", async () => {
  const words = "train p --out n.onnx --resume old --finish";
  const { calls } = await nitido(words, { engine });
  expect(calls[0]?.request).toMatchObject({
    ...{ run: "old", resume: true, finish: true, budget: null },
  });
});
