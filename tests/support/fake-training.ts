/** An engine in memory that trains as a test tells it: it reports, ends, fails, and heeds being stopped. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NitidoError } from "../../models/errors.ts";
import type { Engine } from "../../electron/services/api.ts";
import type {
  InspectFolderResult,
  TrainProgress,
  TrainRequest,
  TrainResult,
} from "../../electron/services/api-training.ts";
import type { TrainingReport } from "../../models/training/report.ts";
import type { TrainingPlan } from "../../electron/contract/training-values.ts";

export const PLAN: TrainingPlan = {
  folder: "/photographs",
  data: "auto",
  like: null,
  network: "fast",
  base: "fast-photo",
  noise: "photo",
  budget: { steps: 100 },
  seed: 0,
  device: "auto",
  settings: {},
};

export const FOUND: InspectFolderResult = {
  folder: "/photographs",
  files: 12,
  usable: 10,
  megapixels: 120,
  deep: 0,
  leftOut: [{ file: "small.png", why: "tiny" }],
  leftOutCounts: {
    unreadable: 0,
    tiny: 1,
    overexposed: 0,
    duplicate: 0,
    similar: 0,
  },
  pairs: { usable: 0, shifted: 0, refused: [], refusedCount: 0 },
  bursts: { count: 0, frames: 0 },
  samples: ["a.png", "b.png"],
  noise: {
    photographs: 10,
    low: 0,
    median: 1,
    high: 2,
    correlation: 1,
    length: 1,
    clean: 1,
    correlated: 0,
  },
  proposal: { mode: "clean", reason: "clean" },
};

export const STARTED: Extract<TrainProgress, { kind: "started" }> = {
  kind: "started",
  choice: { device: "cpu", name: "CPU", why: "only" },
  network: "fast",
  parameters: 571_000,
  data: "clean",
  images: 9,
  heldOut: 1,
  noisyPsnr: 25,
  basePsnr: 30,
  step: 0,
};

export function stepAt(step: number, loss = 1 / step): TrainProgress {
  return {
    ...{ kind: "step", step, loss, mpxPerSecond: 2, learningRate: 1e-3 },
    ...{ memoryBytes: 1e9, secondsElapsed: step },
    ...{ fraction: step / 100, secondsLeft: 100 - step },
  };
}

export const REPORT: TrainingReport = {
  ...{ measure: "psnr", against: "fast-photo", photographs: 4 },
  ...{ noisy: 25, base: 30, trained: 31, verdict: "better" },
  gain: { mean: 1, low: 0.5, high: 1.5 },
};

/** One stretch of work, as the service asked for it. */
export interface Stretch {
  readonly request: TrainRequest;
  readonly report: (progress: TrainProgress) => void;
  readonly end: (result?: Partial<TrainResult>) => void;
  readonly fail: (error: Error) => void;
}

/** Being stopped leaves a checkpoint behind, as the engine does, once it was started. */
export function fakeTrainingEngine() {
  const stretches: Stretch[] = [];
  const train: Engine["train"] = (request, { signal, onProgress } = {}) =>
    new Promise((resolve, reject) => {
      let begun = false;
      signal?.addEventListener("abort", () => {
        if (begun) {
          mkdirSync(join(request.run, "checkpoints"), { recursive: true });
          writeFileSync(
            join(request.run, "checkpoints", "step-00000001.safetensors"),
            "",
          );
        }
        reject(new NitidoError("CANCELLED", { run: request.run }));
      });
      stretches.push({
        request,
        report: (progress) => {
          begun ||= progress.kind === "started";
          onProgress?.(progress);
        },
        end: (result = {}) =>
          resolve({
            ...{ out: request.out, run: request.run, network: "fast" },
            ...{
              ended: "done",
              data: "clean",
              noise: "photo",
              device: "cpu",
              steps: 100,
              writtenStep: 100,
            },
            ...{ seconds: 50, mpxPerSecond: 2, loss: 0.1, report: REPORT },
            ...result,
          }),
        fail: reject,
      });
    });
  const inspectFolder: Engine["inspectFolder"] = ({ folder }) =>
    folder.includes("missing")
      ? Promise.reject(new NitidoError("FILE_NOT_FOUND", { file: folder }))
      : Promise.resolve({ ...FOUND, folder });
  const bench: Engine["bench"] = (_, { signal } = {}) =>
    new Promise((resolve, reject) => {
      signal?.addEventListener("abort", () =>
        reject(new NitidoError("CANCELLED")),
      );
      setTimeout(
        () =>
          resolve({
            ...{ device: "cpu", network: "fast", trainMpxPerSecond: 1.5 },
            ...{ inferMpxPerSecond: 5, inferGflops: 1, peakGflops: 2 },
          }),
        5,
      );
    });
  const place = { file: "a.png", x: 0, y: 0, edge: 192, heldOut: true };
  const trainingPlaces: Engine["trainingPlaces"] = () =>
    Promise.resolve({ places: [place] });
  const trainingPicture: Engine["trainingPicture"] = () =>
    Promise.resolve({ width: 1000, height: 500, jpeg: new Uint8Array(1) });
  const trainingCrop: Engine["trainingCrop"] = ({ step }) =>
    Promise.resolve({
      ...{ width: 1, height: 1, step: typeof step === "number" ? step : 0 },
      noisy: Uint8Array.of(1, 2, 3),
      denoised: Uint8Array.of(4, 5, 6),
    });
  const views = { trainingPlaces, trainingPicture, trainingCrop };
  return { engine: { train, inspectFolder, bench, ...views }, stretches };
}
