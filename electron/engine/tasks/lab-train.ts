/** The use case `labTrain`: pictures in, an encoder and a decoder out. */
import { join } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import { choose, countOf, joined } from "../../../models/lab/pictures.ts";
import { labRecipe, type LabRecipe } from "../../../models/lab/recipe.ts";
import { sheet } from "../../../models/lab/sheet.ts";
import { splitPictures } from "../../../models/lab/split.ts";
import { labSpecs } from "../../../models/lab/step.ts";
import type { PictureShape } from "../../../models/networks/autoencoders/autoencoder.ts";
import { buildAutoencoder } from "../../../models/networks/autoencoders/table.ts";
import {
  fixedWeights,
  type Parameters,
} from "../../../models/networks/network.ts";
import { vectorLength } from "../../../models/training/weight-vector.ts";
import type { LabTrainRequest } from "../../services/api-lab.ts";
import { coderModels, openCoder } from "../lab/coder.ts";
import { labFigures } from "../lab/figures.ts";
import { labSecondsPerStep, learn } from "../lab/learn.ts";
import type { LabPictures } from "../lab/load/load.ts";
import { createLabRun, finishLabRun, refuseLabRun } from "../lab/run-folder.ts";
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
  await refuseLabRun(run, request.overwrite);
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
  const learner = { autoencoder, recipe: plain, pictures: training };
  const choice = await chooseDevice(request.device, devices, (device) =>
    labSecondsPerStep(learner, compute, device),
  );
  const { device } = choice;
  const steps =
    "steps" in budget
      ? budget.steps
      : stepsIn(
          budget.minutes,
          await labSecondsPerStep(learner, compute, device),
        );
  const recipe = lasting(plain, steps);
  await createLabRun(run, recipe);
  const facts = {
    ...{ device, network: request.network, latent },
    ...{ shape: all.pictures.shape, training: countOf(training), steps },
    heldOut: kept.names.length,
    parameters: vectorLength(labSpecs(autoencoder)),
  };
  progress({ kind: "started", choice, reading: all.reading, ...facts });

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
  const ports = { compute, device, run, snapshot, progress, signal, enough };
  const { parameters, taken, loss, seconds } = await learn(
    { ...learner, recipe },
    ports,
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

/** Throws LAB_UNSUITABLE, `unknownClass`, for a class that no picture has. */
function leaveOut(all: LabPictures, without: readonly string[]): LabPictures {
  const classes = all.reading.classes ?? [];
  for (const name of without)
    if (!classes.includes(name))
      throw new NitidoError("LAB_UNSUITABLE", {
        ...{ kind: "unknownClass", name, classes: classes.join(", ") },
      });
  if (without.length === 0) return all;
  const numbers = all.labels.flatMap((label, n) =>
    label !== null && without.includes(label) ? [] : [n],
  );
  return those(all, numbers);
}

function recipeOf(
  request: LabTrainRequest,
  picture: PictureShape,
  count: number,
): LabRecipe {
  const { network: kind, latent, widths, corruption, seed } = request;
  const { beta, sparse, contractive, reconstruction } = request;
  const recipe = labRecipe({
    ...{ kind, picture, latent, widths, enlargement: "nearest" },
  });
  return {
    ...recipe,
    ...{ corruption, seed, batch: Math.min(recipe.batch, count) },
    loss: {
      reconstruction: reconstruction ?? recipe.loss.reconstruction,
      ...{ beta, sparse, contractive },
    },
  };
}

/** A short training has a short warm-up. */
const lasting = (recipe: LabRecipe, steps: number): LabRecipe => ({
  ...recipe,
  steps,
  warmUp: Math.min(recipe.warmUp, Math.ceil(steps / 10)),
});
