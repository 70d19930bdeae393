/** An engine in memory that learns in the lab as a test tells it. */
import { NitidoError } from "../../models/errors.ts";
import type { ParameterOf } from "../../electron/contract/api.ts";
import type { Engine } from "../../electron/services/api.ts";
import type {
  LabTrainProgress,
  LabTrainRequest,
  LabTrainResult,
} from "../../electron/services/api-lab.ts";
import type {
  LabClassifyRequest,
  LabClassifyResult,
} from "../../electron/services/api-lab-studies.ts";

export const LAB_PLAN: ParameterOf<"lab.start">["plan"] = {
  ...{ source: "digits", size: null, grey: false, without: [] },
  ...{
    network: "deep",
    latent: 8,
    widths: null,
    corruption: null,
    greedy: false,
  },
  ...{ reconstruction: null, beta: 1, sparse: 0, contractive: 0, walk: 0 },
  ...{ budget: { steps: 30 }, seed: 0, device: "auto" },
};

export const LAB_STARTED: Extract<LabTrainProgress, { kind: "started" }> = {
  kind: "started",
  choice: { device: "cpu", name: "CPU", why: "only" },
  reading: {
    ...{ pictures: 100, cropped: 0, small: 0, unreadable: 0, failed: [] },
    classes: ["0", "1"],
  },
  ...{ shape: [1, 2, 2], training: 80, heldOut: 20 },
  ...{ parameters: 123, steps: 30, step: 0 },
};

export const labStepAt = (step: number): LabTrainProgress => ({
  ...{ kind: "step", step, loss: 1 / step },
  ...{ fraction: step / 30, secondsLeft: 30 - step },
});

export const labSnapshotAt = (step: number): LabTrainProgress => ({
  ...{ kind: "snapshot", step, error: 0.1, shape: [1, 2, 2] },
  ...{ originals: new Uint8Array(4), inputs: new Uint8Array(4) },
  ...{ rebuilt: Uint8Array.of(1, 2, 3, 4), codes: [[1, 2]], labels: ["0"] },
});

const RESULT: Omit<LabTrainResult, "run"> = {
  ...{ device: "cpu", network: "deep", latent: 8, shape: [1, 2, 2] },
  ...{ parameters: 123, training: 80, heldOut: 20 },
  ...{ steps: 30, seconds: 3, loss: 0.1 },
  figures: {
    ...{ error: 0.1, pca: [], variance: 1, shuffledError: 0.9 },
    couldCopy: false,
  },
};

/** One run, as the service asked for it. */
interface Learning {
  readonly request: LabTrainRequest;
  readonly report: (progress: LabTrainProgress) => void;
  readonly end: () => void;
  readonly fail: (error: Error) => void;
}

interface Classifying {
  readonly request: LabClassifyRequest;
  readonly end: (result: LabClassifyResult) => void;
}

/** What is used of a run is answered with the request. */
export function fakeLabEngine() {
  const runs: Learning[] = [];
  const classified: Classifying[] = [];
  const labTrain: Engine["labTrain"] = (request, { signal, onProgress } = {}) =>
    new Promise((resolve, reject) => {
      signal?.addEventListener("abort", () =>
        reject(new NitidoError("CANCELLED")),
      );
      runs.push({
        request,
        report: (progress) => onProgress?.(progress),
        end: () => resolve({ ...RESULT, run: request.run }),
        fail: reject,
      });
    });
  const labStop: Engine["labStop"] = ({ run }) => {
    const learning = runs.find(({ request }) => request.run === run);
    learning?.end();
    return Promise.resolve({ stopped: learning !== undefined });
  };
  const echo = (request: unknown) => Promise.resolve(request as never);
  const uses = { labMap: echo, labAnomalies: echo, labSource: echo };
  const labClassify: Engine["labClassify"] = (request, { signal } = {}) =>
    new Promise((resolve, reject) => {
      signal?.addEventListener("abort", () =>
        reject(new NitidoError("CANCELLED")),
      );
      classified.push({ request, end: resolve });
    });
  const collect = {
    ...{ labCollect: echo, labArithmetic: echo, labFeatures: echo },
    ...{ labClassify, labCompress: echo },
  };
  const more = { labRebuild: echo, labDecode: echo, labFilters: echo };
  return {
    engine: { labTrain, labStop, ...uses, ...more, ...collect },
    runs,
    classified,
  };
}
