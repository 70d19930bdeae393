/** An autoencoder that is about to learn: its first weights, the steps of each stage, and how long one takes. */
import { buildPairStep, type Stage } from "../../../models/lab/greedy.ts";
import { labBatches, type Pictures } from "../../../models/lab/batches.ts";
import type { NeighbourGraph } from "../../../models/lab/neighbours.ts";
import {
  isVariational,
  labSchedule,
  lasting,
  type LabRecipe,
} from "../../../models/lab/recipe.ts";
import { buildLabStep, labSpecs } from "../../../models/lab/step.ts";
import type { Autoencoder } from "../../../models/networks/autoencoders/autoencoder.ts";
import { randomWeights } from "../../../models/networks/network.ts";
import { Random } from "../../../models/random.ts";
import type { StepEngine } from "../../../models/training/loop.ts";
import type { Schedule } from "../../../models/training/schedule.ts";
import {
  freshState,
  packParameters,
} from "../../../models/training/weight-vector.ts";
import type { DeviceId } from "../../services/api.ts";
import type { Compute } from "../compute.ts";
import { openSteps, type TrainingState } from "../training/step-engine.ts";
import { secondsPerStep } from "../training/step-time.ts";
import type { LabPosition } from "./checkpoint.ts";

export interface Learner {
  readonly autoencoder: Autoencoder;
  readonly recipe: LabRecipe;
  readonly pictures: Pictures;
  /** Who resembles whom; for recipes that walk. */
  readonly graph?: NeighbourGraph;
}

/** The beginning of a run: random weights. */
export function firstPosition({ autoencoder, recipe }: Learner): LabPosition {
  const specs = labSpecs(autoencoder);
  // Another stream than the batches', which use (seed, step).
  const random = new Random(Random.seed(recipe.seed, 0, 3));
  const weights = packParameters(specs, randomWeights(specs, random));
  return { step: 0, loss: NaN, seconds: 0, state: freshState(weights) };
}

/** What a stage begins with: the weights' average so far, and an optimiser that remembers nothing. */
export const stageStart = (
  { step, state }: LabPosition,
  { from }: Stage,
): Readonly<TrainingState> =>
  from > 0 && step === from ? freshState(state.average) : state;

export interface OpenStage {
  readonly engine: StepEngine & { close(): Promise<void> };
  /** Of the stage's own steps, from 0. */
  readonly schedule: Schedule;
  readonly batchAt: (step: number) => Readonly<Record<string, Float32Array>>;
}

/** Throws what `Compute.open` does. */
export async function openStage(
  { autoencoder, recipe, pictures, graph: resemblances }: Learner,
  { from, to, pair }: Stage,
  state: Readonly<TrainingState>,
  { compute, device }: { readonly compute: Compute; readonly device: DeviceId },
): Promise<OpenStage> {
  const { batch, loss, adam, choice } = recipe;
  const graph =
    pair === null
      ? buildLabStep(autoencoder, batch, loss, adam)
      : buildPairStep(autoencoder, pair, recipe);
  const wanted = new Set(graph.inputs.map(({ attributes: { name } }) => name));
  const variational = isVariational(choice.kind);
  const batches = labBatches(pictures, recipe, variational, resemblances);
  return {
    engine: await openSteps(compute, graph, state, device),
    schedule: labSchedule(lasting(recipe, to - from)),
    batchAt: (step) =>
      Object.fromEntries(
        Object.entries(batches(from + step)).filter(([name]) =>
          wanted.has(name),
        ),
      ),
  };
}

/** How long a step of the whole network takes on a device; what it learns is forgotten. */
export async function labSecondsPerStep(
  learner: Learner,
  compute: Compute,
  device: DeviceId,
): Promise<number> {
  const whole = { from: 0, to: learner.recipe.steps, pair: null };
  const { engine, schedule, batchAt } = await openStage(
    ...([learner, whole, firstPosition(learner).state] as const),
    { compute, device },
  );
  try {
    return await secondsPerStep(engine, schedule, batchAt(0), undefined, () =>
      Promise.resolve(batchAt(0)),
    );
  } finally {
    await engine.close();
  }
}
