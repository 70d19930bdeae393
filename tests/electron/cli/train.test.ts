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
  seconds: 3600,
  mpxPerSecond: 0.65,
  loss: 0.01234,
  psnr: 33.61,
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

test("sums up", async () => {
  const { stdout } = await nitido("train p --out net.onnx", { engine });
  expect(lines(stdout)).toEqual([
    "net.onnx: 21,000 steps in 1 h 0 min, 0.65 MP/s, loss 0.01234",
    "held-out photographs: 33.61 dB",
  ]);
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
