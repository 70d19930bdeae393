/** Trains an autoencoder on pictures: the loop's steps, the run's metrics, what is shown on the way, and what is kept. */
import { NitidoError } from "../../../models/errors.ts";
import { type Stage, stagesOf } from "../../../models/lab/greedy.ts";
import { labSpecs } from "../../../models/lab/step.ts";
import type { Parameters } from "../../../models/networks/network.ts";
import { train } from "../../../models/training/loop.ts";
import { isSnapshotStep } from "../../../models/training/snapshot.ts";
import { unpackParameters } from "../../../models/training/weight-vector.ts";
import type { LabTrainProgress } from "../../services/api-lab.ts";
import type { DeviceId } from "../../services/api.ts";
import type { Compute } from "../compute.ts";
import type { LabPosition } from "./checkpoint.ts";
import { type Learner, openStage, stageStart } from "./learner.ts";
import { type LabStepMetrics, recordSteps } from "./run-folder.ts";

/** Milliseconds between reports, and between writes of metrics. */
const OFTEN = 100;
/** Milliseconds between checkpoints: what a crash can cost. */
const KEEP_EVERY = 20_000;

export interface LearnPorts {
  readonly compute: Compute;
  readonly device: DeviceId;
  readonly run: string;
  /** The mean squared error of held-out pictures, which are shown. */
  readonly snapshot: (step: number, parameters: Parameters) => Promise<number>;
  /** Keeps a position to go on from. */
  readonly keep: (position: LabPosition) => Promise<void>;
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

/**
 * From a position to the end of the recipe's steps. Throws TRAINING_DIVERGED, what computing does,
 * and CANCELLED, with the run in its details, once what was learnt is kept.
 */
export async function learn(
  learner: Learner,
  start: LabPosition,
  ports: LearnPorts,
): Promise<Learnt> {
  const { recipe, autoencoder } = learner;
  const { signal, enough, run } = ports;
  let position = start;
  for (const stage of stagesOf(recipe, autoencoder.pairs.length)) {
    if (position.step >= stage.to || signal.aborted || enough.aborted) continue;
    position = await learnStage(learner, stage, position, ports);
  }
  await ports.keep(position);
  if (signal.aborted) throw new NitidoError("CANCELLED", { run });
  const { step: taken, loss, seconds, state } = position;
  const parameters = unpackParameters(labSpecs(autoencoder), state.average);
  return { parameters, taken, loss, seconds };
}

async function learnStage(
  learner: Learner,
  stage: Stage,
  start: LabPosition,
  { compute, device, run, ...ports }: LearnPorts,
): Promise<LabPosition> {
  const { recipe, autoencoder } = learner;
  const { progress, signal, enough } = ports;
  const state = stageStart(start, stage);
  const { engine, schedule, batchAt } = await openStage(
    ...([learner, stage, state, { compute, device }] as const),
  );
  const pairs = autoencoder.pairs.length;
  const layer = stage.pair !== null && { layer: stage.pair + 1, layers: pairs };
  // Before, the layers are none of one network yet.
  const together =
    stage.pair === null
      ? stage.from
      : stage.pair + 1 === pairs
        ? stage.to
        : Infinity;
  const began = performance.now();
  let [told, kept] = [began, began];
  let metrics: LabStepMetrics[] = [];
  let { step, loss } = start;
  const position = async (): Promise<LabPosition> => {
    const seconds = start.seconds + (performance.now() - began) / 1000;
    return { step, loss, seconds, state: await engine.state() };
  };
  try {
    for await (const report of train(schedule, start.step - stage.from, {
      ...{ engine, signal },
      batch: (at) => Promise.resolve(batchAt(at)),
    })) {
      const { learningRate } = report;
      ({ loss } = report);
      step = stage.from + report.step;
      const last = step === recipe.steps || enough.aborted;
      const shown =
        last ||
        (step >= together && (isSnapshotStep(step) || step === together));
      const error =
        shown &&
        (await ports.snapshot(step, weightsOf(learner, await engine.state())));
      metrics.push({
        ...{ step, loss, learningRate, ...layer },
        ...(error !== false && { error }),
      });
      const now = performance.now();
      if (now - told < OFTEN && !last && step < stage.to) continue;
      told = now;
      await recordSteps(run, metrics);
      metrics = [];
      const fraction = step / recipe.steps;
      const perStep = (now - began) / 1000 / (step - start.step);
      const secondsLeft = perStep * (recipe.steps - step);
      progress({ kind: "step", step, loss, fraction, secondsLeft, ...layer });
      if (last) break;
      if (now - kept < KEEP_EVERY) continue;
      await ports.keep(await position());
      kept = performance.now();
    }
    await recordSteps(run, metrics);
    return await position();
  } finally {
    await engine.close();
  }
}

const weightsOf = (
  { autoencoder }: Learner,
  { average }: LabPosition["state"],
): Parameters => unpackParameters(labSpecs(autoencoder), average);
