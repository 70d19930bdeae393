/** Trains classifiers on labelled pictures, from random weights or an encoder's, and measures them on held-out ones. */
import {
  labBatches,
  passes,
  type Pictures,
} from "../../../models/lab/batches.ts";
import {
  buildClassifierStep,
  type Classifier,
  classifierSpecs,
} from "../../../models/lab/classifier.ts";
import { type LabRecipe, labSchedule } from "../../../models/lab/recipe.ts";
import { meanOf } from "../../../models/lab/pictures.ts";
import {
  fixedWeights,
  type Parameters,
  randomWeights,
} from "../../../models/networks/network.ts";
import { Random } from "../../../models/random.ts";
import { train } from "../../../models/training/loop.ts";
import {
  freshState,
  packParameters,
  unpackParameters,
} from "../../../models/training/weight-vector.ts";
import type { LabAccuracy } from "../../services/api-lab-studies.ts";
import type { DeviceId } from "../../services/api.ts";
import type { Compute } from "../compute.ts";
import { openSteps } from "../training/step-engine.ts";
import { rowsFor } from "./coder.ts";
import { exportClassifier } from "./export.ts";

/** Pictures, and for each the number of its class. */
export interface Labelled {
  readonly pictures: Pictures;
  readonly labels: readonly number[];
}

export interface ClassifierLesson {
  readonly classifier: Classifier;
  readonly recipe: LabRecipe;
  /** Weights to begin with, in place of random ones. */
  readonly start: Parameters;
  /** Whether the encoder stays as it is. */
  readonly frozen: boolean;
  readonly training: Labelled;
  readonly heldOut: Labelled;
}

export interface ClassifierPorts {
  readonly compute: Compute;
  readonly device: DeviceId;
  readonly signal: AbortSignal;
  /** Share of the steps, 0..1. */
  readonly progress: (fraction: number) => void;
}

export interface LearntClassifier extends LabAccuracy {
  readonly parameters: Parameters;
}

/** Points of the learning curve. */
const POINTS = 8;

/** Throws TRAINING_DIVERGED, what computing does, and the signal's reason. */
export async function learnClasses(
  { classifier, recipe, start, frozen, training, heldOut }: ClassifierLesson,
  { compute, device, signal, progress }: ClassifierPorts,
): Promise<LearntClassifier> {
  const { batch, adam, seed, steps } = recipe;
  const specs = classifierSpecs(classifier);
  const random = randomWeights(specs, new Random(Random.seed(seed, 0, 3)));
  const first = packParameters(specs, new Map([...random, ...start]));
  const graph = buildClassifierStep(classifier, batch, adam, frozen);
  const engine = await openSteps(compute, graph, freshState(first), device);
  const batches = labelledBatches(training, recipe, classifier.classes);
  const curve: { step: number; accuracy: number }[] = [];
  const every = Math.ceil(steps / POINTS);
  let parameters = start;
  try {
    for await (const { step } of train(labSchedule(recipe), 0, {
      ...{ engine, signal },
      batch: (step) => Promise.resolve(batches(step)),
    })) {
      progress(step / steps);
      if (step % every !== 0 && step !== steps) continue;
      parameters = unpackParameters(specs, (await engine.state()).average);
      const given = await recognise(
        ...[
          { classifier, parameters, compute, device } as const,
          heldOut.pictures,
        ],
      );
      curve.push({ step, accuracy: accuracyOf(given, heldOut.labels) });
    }
    signal.throwIfAborted();
    return { parameters, curve, accuracy: curve.at(-1)?.accuracy ?? NaN };
  } finally {
    await engine.close();
  }
}

function labelledBatches(
  { pictures, labels }: Labelled,
  recipe: LabRecipe,
  classes: number,
) {
  const batches = labBatches(pictures, recipe, false);
  const numbersAt = passes(labels.length, recipe);
  return (step: number) => {
    const wanted = new Float32Array(recipe.batch * classes);
    numbersAt(step).forEach((n, i) => (wanted[i * classes + labels[n]!] = 1));
    return { pictures: batches(step)["pictures"]!, classes: wanted };
  };
}

interface Trained extends Pick<ClassifierPorts, "compute" | "device"> {
  readonly classifier: Classifier;
  readonly parameters: Parameters;
}

/** The probability of each class, picture by picture. */
export async function recognise(
  { classifier, parameters, compute, device }: Trained,
  pictures: Pictures,
): Promise<readonly Float32Array[]> {
  const model = exportClassifier(classifier, fixedWeights(parameters));
  const session = await compute.open(model, { device });
  return rowsFor(compute, session, pictures, "probabilities").finally(() =>
    compute.close(session),
  );
}

export const mostLikely = (given: Float32Array): number =>
  given.indexOf(Math.max(...given));

const accuracyOf = (
  given: readonly Float32Array[],
  labels: readonly number[],
): number =>
  meanOf(given.map((row, n) => Number(mostLikely(row) === labels[n])));

/** The mean of the largest probabilities, 0..1. */
export const confidence = (given: readonly Float32Array[]): number =>
  meanOf(given.map((row) => Math.max(...row)));
