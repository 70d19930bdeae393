/** The use case `labTrain`: pictures in, an encoder and a decoder out. */
import { join } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import { choose, countOf, joined } from "../../../models/lab/pictures.ts";
import { lasting } from "../../../models/lab/recipe.ts";
import { sheet } from "../../../models/lab/sheet.ts";
import { splitPictures } from "../../../models/lab/split.ts";
import { labSpecs } from "../../../models/lab/step.ts";
import { buildAutoencoder } from "../../../models/networks/autoencoders/table.ts";
import {
  fixedWeights,
  type Parameters,
} from "../../../models/networks/network.ts";
import { vectorLength } from "../../../models/training/weight-vector.ts";
import { resemblances } from "../lab/resemblances.ts";
import {
  digestOf,
  type LabPosition,
  saveLabCheckpoint,
} from "../lab/checkpoint.ts";
import { coderModels, openCoder } from "../lab/coder.ts";
import { labFigures } from "../lab/figures.ts";
import { learn } from "../lab/learn.ts";
import { firstPosition, labSecondsPerStep } from "../lab/learner.ts";
import { findEarlier, leaveOut, recipeOf } from "../lab/prepare.ts";
import { createLabRun, finishLabRun, returnLabRun } from "../lab/run-folder.ts";
import { shownOf, snapshotOf } from "../lab/show.ts";
import { refuseFew, those } from "../lab/use.ts";
import { writePicture } from "../lab/write-picture.ts";
import { chooseDevice } from "../training/choose-device.ts";
import { stepsIn } from "../training/step-time.ts";
import type { Task } from "./task.ts";

/** With fewer, nothing could be said about those that are held out. */
const FEWEST = 20;

export const labTrain: Task<"labTrain"> = async (request, context) => {
  const { compute, devices, progress, signal } = context;
  const { run, source, seed, size, grey, budget, without, latent } = request;
  const earlier = await findEarlier(request);
  if (earlier && "figures" in earlier) return earlier;
  const channels = grey ? 1 : null;
  const wanted = { channels, height: size, width: size };
  const all = leaveOut(
    await context.lab.read(source, wanted, context),
    without,
  );
  refuseFew(all.names.length, FEWEST);
  const split = splitPictures(all.names.length, seed);
  const training = choose(all.pictures, split.training);
  const kept = those(all, split.heldOut);

  const plain = recipeOf(request, all.pictures.shape, countOf(training));
  const autoencoder = buildAutoencoder(plain.choice);
  const learner = {
    ...{ autoencoder, recipe: plain, pictures: training },
    ...(plain.walk > 0 && { graph: await resemblances(training, signal) }),
  };
  const choice = await chooseDevice(request.device, devices, (device) =>
    labSecondsPerStep(learner, compute, device),
  );
  const { device } = choice;
  const recipe =
    earlier?.recipe ??
    lasting(
      plain,
      "steps" in budget
        ? budget.steps
        : stepsIn(
            budget.minutes,
            await labSecondsPerStep(learner, compute, device),
          ),
    );
  const { steps } = recipe;
  const pictures = digestOf(training);
  if (earlier && earlier.pictures !== pictures)
    throw new NitidoError("LAB_UNSUITABLE", { kind: "otherPictures", run });
  const start = earlier ?? firstPosition(learner);
  const keep = (position: LabPosition) =>
    saveLabCheckpoint(run, { ...position, recipe, pictures });
  if (earlier) await returnLabRun(run, start.step);
  else await createLabRun(run, recipe);
  await keep(start);
  const facts = {
    ...{ device, network: request.network, latent },
    ...{ shape: all.pictures.shape, training: countOf(training), steps },
    heldOut: kept.names.length,
    parameters: vectorLength(labSpecs(autoencoder)),
  };
  progress({
    kind: "started",
    choice,
    reading: all.reading,
    ...facts,
    step: start.step,
  });

  const modelsOf = (parameters: Parameters, step: number) =>
    coderModels(autoencoder, fixedWeights(parameters), {
      ...{ network: request.network, step: String(step) },
    });
  const open = (parameters: Parameters, step: number) =>
    openCoder(compute, modelsOf(parameters, step), facts.shape, device);
  const snapshot = async (
    step: number,
    parameters: Parameters,
  ): Promise<number> => {
    const coder = await open(parameters, step);
    const shown = await snapshotOf(coder, kept, recipe, step).finally(() =>
      coder.close(),
    );
    progress(shown);
    return shown.error;
  };
  const enough = context.lab.begin(run);
  const { parameters, taken, loss, seconds } = await learn(
    { ...learner, recipe },
    start,
    { compute, device, run, snapshot, keep, progress, signal, enough },
  ).finally(() => context.lab.end(run));
  progress({ kind: "comparing" });
  const coder = await open(parameters, taken);
  try {
    const { originals, inputs, rebuilt } = await shownOf(coder, kept, recipe);
    const rows = joined([originals, inputs, rebuilt]);
    const file = join(run, "pictures.png");
    await writePicture(sheet(rows, countOf(originals)), file, true);
    const measured = { training, heldOut: kept.pictures, latent, seed };
    const { corruption } = recipe;
    const figures = await labFigures(
      coder,
      { ...measured, corruption },
      signal,
    );
    const result = { ...facts, steps: taken, seconds, loss, figures };
    await finishLabRun(run, parameters, modelsOf(parameters, taken), {
      ...{ version: 1, source, without, ...result },
    });
    return { run, ...result };
  } finally {
    await coder.close();
  }
};
