/** Every command but `denoise` and `train`: its request, and its answer in words and as an object. */
import { describe, expect, test } from "vitest";
import type { EvaluateResult } from "../../../electron/services/api-files.ts";
import type {
  AnalyzeResult,
  DevicesResult,
} from "../../../electron/services/api.ts";
import type { TrainingReport } from "../../../models/training/report.ts";
import { nitido } from "../../support/fake-host.ts";

const lines = (text: string): string[] => text.trimEnd().split("\n");

describe("evaluate", () => {
  const result: EvaluateResult = {
    model: "fast-awgn",
    device: "cpu",
    images: 2,
    psnr: 31.006,
    ssim: 0.88,
    noisyPsnr: 20.5,
    perImage: [],
  };
  const score = {
    image: "a.png",
    psnr: 31,
    ssim: 0.9,
    noisyPsnr: 20.5,
    megapixels: 1,
    seconds: 1,
  };
  const engine = {
    evaluate: (
      _: unknown,
      watch?: { onProgress?: (progress: never) => void },
    ): Promise<EvaluateResult> => {
      const progress = { kind: "image", done: 1, images: 2, score };
      watch?.onProgress?.(progress as never);
      return Promise.resolve(result);
    },
  };

  test("tells the network the level that was added", async () => {
    const { calls } = await nitido("evaluate clean --noise 15 --seed 7", {
      engine,
    });
    expect(calls[0]?.request).toEqual({
      source: { kind: "clean", folder: "clean", noise: 15, seed: 7 },
      model: "fast-awgn",
      assume: 15,
      device: "auto",
    });
  });

  test("measures the noise of real pairs", async () => {
    const { calls } = await nitido("evaluate --pairs cc15", { engine });
    expect(calls[0]?.request).toEqual({
      source: { kind: "pairs", folder: "cc15" },
      model: "fast-photo",
      assume: "auto",
      device: "auto",
    });
  });

  test("takes two folders, another model and another assumption", async () => {
    const { calls } = await nitido(
      "evaluate --noisy n --clean c --model m --assume 10 --device cpu",
      { engine },
    );
    expect(calls[0]?.request).toEqual({
      source: { kind: "folders", noisy: "n", clean: "c" },
      model: "m",
      assume: 10,
      device: "cpu",
    });
  });

  test("adds another kind of noise, then compression, and measures both", async () => {
    const { calls } = await nitido(
      "evaluate c --noise-model camera --noise 10 --jpeg 75 --subsampling 4:2:0",
      { engine },
    );
    expect(calls[0]?.request).toEqual({
      source: {
        kind: "clean",
        folder: "c",
        noiseModel: "camera",
        noise: 10,
        seed: 0,
        jpeg: { quality: 75, subsampling: "4:2:0" },
      },
      model: "fast-photo",
      assume: "auto",
      device: "auto",
    });
  });

  test("adds compression alone", async () => {
    const { calls } = await nitido(
      "evaluate c --noise-model none --jpeg 90 --model m",
      { engine },
    );
    expect(calls[0]?.request).toMatchObject({
      source: {
        noiseModel: "none",
        noise: 0,
        jpeg: { quality: 90, subsampling: "auto" },
      },
      model: "m",
      assume: "auto",
    });
  });

  test("does not take noise for white that went through JPEG", async () => {
    const { calls } = await nitido("evaluate c --jpeg 90", { engine });
    expect(calls[0]?.request).toMatchObject({
      source: { noise: 25 },
      model: "fast-photo",
      assume: "auto",
    });
  });

  test("measures the noise where the measurement is judged", async () => {
    const { calls } = await nitido("evaluate c --noise 5 --regret", { engine });
    expect(calls[0]?.request).toMatchObject({ assume: "auto", regret: true });
  });

  test("prints the regret of each image and over all", async () => {
    const regret = {
      bestLevel: 6,
      bestPsnr: 31.5,
      autoPsnr: 31,
      regret: 0.5,
      levels: [
        { level: 4, psnr: 30 },
        { level: 6, psnr: 31.5 },
      ],
    };
    const { levels } = regret;
    const summary = { mean: 0.25, median: 0.25, worst: 0.5, levels };
    const { stdout } = await nitido("evaluate c --regret", {
      engine: {
        evaluate: (_, watch) => {
          const progress = { kind: "image", done: 1, images: 2 };
          watch?.onProgress?.({
            ...progress,
            score: { ...score, regret },
          } as never);
          return Promise.resolve({
            ...result,
            regret: { ...summary, autoPsnr: 31.01, bestPsnr: 31.26 },
          });
        },
      },
    });
    expect(lines(stdout)).toEqual([
      "a.png  20.5 → 31 dB, SSIM 0.9",
      "a.png  best level σ 6: 31.5 dB, auto 31 dB, regret 0.5 dB",
      "fast-awgn, mean of 2: 20.5 → 31.01 dB, SSIM 0.88",
      "regret: mean 0.25, median 0.25, worst 0.5 dB; auto 31.01 dB, best level of each image 31.26 dB",
      "one level for all: σ 4 30 dB · σ 6 31.5 dB",
    ]);
  });

  test("prints each image and the mean", async () => {
    const { stdout } = await nitido("evaluate clean", { engine });
    expect(lines(stdout)).toEqual([
      "a.png  20.5 → 31 dB, SSIM 0.9",
      "fast-awgn, mean of 2: 20.5 → 31.01 dB, SSIM 0.88",
    ]);
  });

  test("is one object for programs", async () => {
    const { stdout } = await nitido("evaluate clean --json", { engine });
    expect(JSON.parse(stdout)).toEqual(result);
  });
});

describe("analyze", () => {
  test("tells level, signal dependence, correlation and model", async () => {
    const result: AnalyzeResult = {
      image: "a.jpg",
      width: 640,
      height: 480,
      channels: 3,
      bitDepth: 8,
      format: "jpeg",
      noise: {
        sigma: [8, 7.5, 9.26],
        a: 0.0012,
        b: 0.00004,
        correlation: 1.62,
        correlated: true,
        curve: [0.001],
      },
      recommendedModel: "fast-photo",
      why: "correlated",
      notices: [],
    };
    const { stdout, calls } = await nitido("analyze a.jpg", {
      engine: { analyze: () => Promise.resolve(result) },
    });
    expect(calls[0]?.request).toEqual({ image: "a.jpg" });
    const limited = await nitido("analyze a.jpg --memory 800", {
      engine: { analyze: () => Promise.resolve(result) },
    });
    expect(limited.calls[0]?.request).toEqual({
      ...{ image: "a.jpg", memoryLimit: 800 },
    });
    expect(lines(stdout)).toEqual([
      "a.jpg: 640 × 480, 8 bits, jpeg",
      "noise level: red 8, green 7.5, blue 9.3 of 255",
      "variance = 1.20e-3 · brightness + 4.00e-5",
      "correlation: 1.62, the noise of neighbouring pixels is alike",
      "recommended: fast-photo, for the noise of cameras and of JPEG",
    ]);
  });
});

describe("devices", () => {
  test("lists what is ready, what is not and why, and the choice", async () => {
    const result: DevicesResult = {
      devices: [
        {
          device: "cpu",
          name: "Processor",
          status: "ready",
          mpxPerSecond: 2.8,
        },
        { device: "webgpu", name: "", status: "unavailable", detail: "none" },
        { device: "coreml", name: "", status: "absent" },
      ],
      choice: { device: "cpu", name: "Processor", why: "only" },
    };
    const { stdout } = await nitido("devices", {
      engine: { devices: () => Promise.resolve(result) },
    });
    expect(lines(stdout)).toEqual([
      "cpu: Processor, ready, 2.8 MP/s",
      "webgpu: not available on this machine (none)",
      "coreml: not offered on this platform",
      "auto means cpu (Processor), the only one that works",
    ]);
  });
});

describe("models", () => {
  const model = {
    name: "fast-photo",
    file: "fast-photo.onnx",
    megabytes: 2.31,
    network: "fast",
    noise: "photo",
    origin: "shipped",
  } as const;

  test("marks those that lose against their base", async () => {
    const report: TrainingReport = {
      ...{ measure: "psnr", against: "fast-photo", photographs: 9 },
      ...{ noisy: 25, base: 33.4, trained: 33.2, verdict: "worse" },
      gain: { mean: -0.2, low: -0.3, high: -0.1 },
    };
    const mine = { ...model, name: "mine", origin: "trained", report } as const;
    const { stdout } = await nitido("models", {
      engine: { models: () => Promise.resolve({ models: [mine] }) },
    });
    expect(lines(stdout)).toEqual([
      "mine  (fast, photo, 2.3 MB) – worse than fast-photo by 0.2 dB",
    ]);
  });

  test("lists them", async () => {
    const { stdout, calls } = await nitido("models", {
      engine: {
        models: () =>
          Promise.resolve({
            models: [
              { ...model, card: { steps: 3 } },
              { name: "x", file: "x.onnx", megabytes: 1, origin: "imported" },
            ],
          }),
      },
    });
    expect(calls[0]?.request).toEqual({ model: null });
    expect(lines(stdout)).toEqual([
      "fast-photo  (fast, photo, 2.3 MB)",
      "x  (imported, 1 MB)",
    ]);
  });

  test("shows the card of one", async () => {
    const { stdout, calls } = await nitido("models fast-photo", {
      engine: {
        models: () =>
          Promise.resolve({ models: [{ ...model, card: { steps: 3 } }] }),
      },
    });
    expect(calls[0]?.request).toEqual({ model: "fast-photo" });
    expect(stdout).toContain('{\n  "steps": 3\n}');
  });
});
