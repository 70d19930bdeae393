/** Trains an autoencoder on pictures: the loop's steps, the run's metrics, and what is shown on the way. */
import { labBatches, type Pictures } from "../../../models/lab/batches.ts";
import {
  isVariational,
  labSchedule,
  type LabRecipe,
} from "../../../models/lab/recipe.ts";
import { buildLabStep, labSpecs } from "../../../models/lab/step.ts";
import type { Autoencoder } from "../../../models/networks/autoencoders/autoencoder.ts";
import {
  type Parameters,
  randomWeights,
} from "../../../models/networks/network.ts";
import { Random } from "../../../models/random.ts";
import { train } from "../../../models/training/loop.ts";
import { isSnapshotStep } from "../../../models/training/snapshot.ts";
import {
  freshState,
  packParameters,
  unpackParameters,
} from "../../../models/training/weight-vector.ts";
import type { LabTrainProgress } from "../../services/api-lab.ts";
import type { DeviceId } from "../../services/api.ts";
import type { Compute } from "../compute.ts";
import { type OnnxStepEngine, openSteps } from "../training/step-engine.ts";
import { secondsPerStep } from "../training/step-time.ts";
import { type LabStepMetrics, recordSteps } from "./run-folder.ts";

export interface Learner {
  readonly autoencoder: Autoencoder;
  readonly recipe: LabRecipe;
  readonly pictures: Pictures;
}

/** Milliseconds between reports, and between writes of metrics. */
const OFTEN = 100;

const batchesOf = ({ pictures, recipe }: Learner) =>
  labBatches(pictures, recipe, isVariational(recipe.choice.kind));

/** From random weights. Throws what `Compute.open` does. */
function openLearner(
  { autoencoder, recipe }: Learner,
  compute: Compute,
  device: DeviceId,
): Promise<OnnxStepEngine> {
  const { batch, loss, adam, seed } = recipe;
  const specs = labSpecs(autoencoder);
  // Another stream than the batches', which use (seed, step).
  const random = new Random(Random.seed(seed, 0, 3));
  const weights = packParameters(specs, randomWeights(specs, random));
  const graph = buildLabStep(autoencoder, batch, loss, adam);
  return openSteps(compute, graph, freshState(weights), device);
}

/** How long a step takes on a device; what it learns is forgotten. */
export async function labSecondsPerStep(
  learner: Learner,
  compute: Compute,
  device: DeviceId,
): Promise<number> {
  const engine = await openLearner(learner, compute, device);
  try {
    const batchAt = batchesOf(learner);
    const { scalarsAt } = labSchedule(learner.recipe);
    return await secondsPerStep(
      engine,
      { scalarsAt },
      batchAt(0),
      undefined,
      () => Promise.resolve(batchAt(0)),
    );
  } finally {
    await engine.close();
  }
}

export interface LearnPorts {
  readonly compute: Compute;
  readonly device: DeviceId;
  readonly run: string;
  /** The mean squared error of held-out pictures, which are shown. */
  readonly snapshot: (step: number, parameters: Parameters) => Promise<number>;
  readonly progress: (progress: LabTrainProgress) => void;
  readonly signal: AbortSignal;
  /** Aborted when what is learnt by then is enough. */
  readonly enough: AbortSignal;
}

export interface Learnt {
  /** The weights' moving average. */
  readonly parameters: Parameters;
  /** Steps. */
  readonly taken: number;
  readonly loss: number;
  readonly seconds: number;
}

/** Throws TRAINING_DIVERGED, what computing does, and the signal's reason. */
export async function learn(
  learner: Learner,
  { compute, device, run, snapshot, progress, signal, enough }: LearnPorts,
): Promise<Learnt> {
  const { recipe, autoencoder } = learner;
  const engine = await openLearner(learner, compute, device);
  const parameters = async (): Promise<Parameters> =>
    unpackParameters(labSpecs(autoencoder), (await engine.state()).average);
  const batchAt = batchesOf(learner);
  let metrics: LabStepMetrics[] = [];
  const started = performance.now();
  let told = started;
  let [taken, loss] = [0, NaN];
  try {
    for await (const report of train(labSchedule(recipe), 0, {
      ...{ engine, signal },
      batch: (step) => Promise.resolve(batchAt(step)),
    })) {
      const { step, learningRate } = report;
      ({ loss } = report);
      taken = step;
      const last = step === recipe.steps || enough.aborted;
      const error =
        isSnapshotStep(step) || last
          ? await snapshot(step, await parameters())
          : undefined;
      const measured = error !== undefined && { error };
      metrics.push({ step, loss, learningRate, ...measured });
      const now = performance.now();
      if (now - told < OFTEN && !last) continue;
      told = now;
      await recordSteps(run, metrics);
      metrics = [];
      const fraction = step / recipe.steps;
      const secondsLeft = ((now - started) / 1000) * (1 / fraction - 1);
      progress({ kind: "step", step, loss, fraction, secondsLeft });
      if (last) break;
    }
    signal.throwIfAborted();
    return {
      parameters: await parameters(),
      ...{ taken, loss },
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await engine.close();
  }
}
