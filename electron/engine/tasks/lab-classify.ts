/** The use case `labClassify`: what an encoder that learnt without labels is worth to a classifier with few of them. */
import { NitidoError } from "../../../models/errors.ts";
import { shuffledPictures } from "../../../models/lab/capacity.ts";
import { drawLabelled } from "../../../models/lab/classifier.ts";
import { drawCodes } from "../../../models/lab/latent.ts";
import type { LabRecipe } from "../../../models/lab/recipe.ts";
import { choose, countOf, meanOf } from "../../../models/lab/pictures.ts";
import { buildAutoencoder } from "../../../models/networks/autoencoders/table.ts";
import { autoencoderSpecs } from "../../../models/networks/autoencoders/autoencoder.ts";
import { Random } from "../../../models/random.ts";
import type {
  LabClassifyRequest,
  LabClassifyResult,
} from "../../services/api-lab-studies.ts";
import {
  confidence,
  type Labelled,
  learnClasses,
  type LearntClassifier,
  mostLikely,
  recognise,
} from "../lab/classify.ts";
import type { LabPictures } from "../lab/load/load.ts";
import { type LabRun, readLabWeights } from "../lab/run-folder.ts";
import {
  partOf,
  picturesFor,
  refuseFew,
  refuseNoPrior,
  withRun,
} from "../lab/use.ts";
import type { Task } from "./task.ts";

/** Steps over which the learning rate rises: a few hundred are usual in all. */
const WARM_UP = 10;

interface Trial {
  readonly seed: number;
  readonly some: Labelled;
  readonly judged: Labelled;
  readonly random: LearntClassifier;
  readonly pretrained: LearntClassifier;
  /** What the one from random weights makes of held-out pictures, of shuffled ones, and of draws. */
  readonly known: readonly Float32Array[];
  readonly none: readonly Float32Array[];
  readonly made: readonly Float32Array[];
}

export const labClassify: Task<"labClassify"> = (request, context) =>
  withRun(request, context, async (run, coder) => {
    const { seeds, steps, samples, perClass, part } = request;
    const { compute, signal, progress } = context;
    if (samples > 0) refuseNoPrior(run);
    const all = await picturesFor(run, request.source, context);
    const classes = classesOf(all);
    const training = labelled(partOf(run, all, "training"), classes);
    const heldOut = labelled(partOf(run, all, "held-out"), classes);
    const { device } = await context.devices.choose(request.device);
    const autoencoder = buildAutoencoder(run.recipe.choice);
    const classifier = { autoencoder, classes: classes.length };
    const { encoder } = autoencoderSpecs(autoencoder);
    const learnt = await readLabWeights(run.path, encoder);
    const drawn = await coder.decode(
      drawCodes(samples, run.facts.latent, seeds[0] ?? 0),
    );
    const of = 2 * seeds.length;
    let done = 0;
    const taught = async (
      seed: number,
      some: Labelled,
      judged: Labelled,
      start: typeof learnt,
    ) => {
      const recipe = recipeFor(run, seed, some, request);
      const lesson = {
        ...{ classifier, recipe, start, training: some, heldOut: judged },
        frozen: request.frozen && start.size > 0,
      };
      const result = await learnClasses(lesson, {
        ...{ compute, device, signal },
        progress: (fraction) =>
          progress({ kind: "learning", done, of, fraction }),
      });
      done++;
      return result;
    };
    const trials: Trial[] = [];
    for (const seed of seeds) {
      const { some, rest } = drawFrom(training, seed, perClass);
      const judged = part === "training" ? rest : heldOut;
      refuseFew(judged.labels.length, 1);
      const random = await taught(seed, some, judged, new Map());
      const pretrained = await taught(seed, some, judged, learnt);
      const { parameters } = random;
      const trained = { classifier, parameters, compute, device };
      trials.push({
        ...{ seed, some, judged, random, pretrained },
        known: await recognise(trained, judged.pictures),
        none: await recognise(trained, shuffledPictures(judged.pictures, 0)),
        made: await recognise(trained, drawn),
      });
    }
    const mean = (value: (trial: Trial) => number) => meanOf(trials.map(value));
    return {
      ...{ run: run.path, reading: all.reading, classes, steps },
      labelled: trials[0]?.some.labels.length ?? 0,
      heldOut: trials[0]?.judged.labels.length ?? 0,
      seeds: trials.map(({ seed, random, pretrained }) => ({
        seed,
        random: told(random),
        pretrained: told(pretrained),
      })),
      accuracy: {
        random: mean(({ random }) => random.accuracy),
        pretrained: mean(({ pretrained }) => pretrained.accuracy),
      },
      confidence: {
        heldOut: mean(({ known }) => confidence(known)),
        shuffled: mean(({ none }) => confidence(none)),
        ...(samples > 0
          ? {
              samples: mean(({ made }) => confidence(made)),
              sampleClasses: classes.map((_, k) =>
                mean(
                  ({ made }) =>
                    made.filter((given) => mostLikely(given) === k).length,
                ),
              ),
            }
          : { samples: null, sampleClasses: null }),
      },
    } satisfies LabClassifyResult;
  });

const told = ({ accuracy, curve }: LearntClassifier) => ({ accuracy, curve });

/** Throws LAB_UNSUITABLE: `unlabelled`, `oneClass`. */
function classesOf({ reading: { classes } }: LabPictures): readonly string[] {
  if (!classes) throw new NitidoError("LAB_UNSUITABLE", { kind: "unlabelled" });
  if (classes.length < 2)
    throw new NitidoError("LAB_UNSUITABLE", {
      ...{ kind: "oneClassOnly", name: classes.join(", ") },
    });
  return classes;
}

/** Those whose class is known. */
function labelled(
  { pictures, labels }: LabPictures,
  classes: readonly string[],
): Labelled {
  const known = labels.flatMap((label, n) => (label === null ? [] : [n]));
  return {
    pictures: choose(pictures, known),
    labels: known.map((n) => classes.indexOf(labels[n]!)),
  };
}

/** Up to so many labelled pictures of each class, and those that are left. */
function drawFrom(
  training: Labelled,
  seed: number,
  perClass: LabClassifyRequest["perClass"],
): { readonly some: Labelled; readonly rest: Labelled } {
  const { labels } = training;
  const order = labels.map((_, n) => n);
  const shuffled = new Random(Random.seed(seed, 5)).shuffle([...order]);
  const drawn = drawLabelled(labels, shuffled, perClass ?? Infinity);
  const known = new Set(drawn);
  const rest = order.filter((n) => !known.has(n));
  return { some: chosen(training, drawn), rest: chosen(training, rest) };
}

const chosen = (
  { pictures, labels }: Labelled,
  numbers: readonly number[],
): Labelled => ({
  pictures: choose(pictures, numbers),
  labels: numbers.map((n) => labels[n]!),
});

const recipeFor = (
  { recipe }: LabRun,
  seed: number,
  { pictures }: Labelled,
  { steps, rate, corruption }: LabClassifyRequest,
): LabRecipe => ({
  ...recipe,
  ...{ seed, steps, learningRate: rate, corruption, walk: 0 },
  finalRate: Math.min(recipe.finalRate, rate),
  ...{ warmUp: Math.min(WARM_UP, steps) },
  batch: Math.min(64, countOf(pictures)),
  loss: { ...recipe.loss, contractive: 0 },
});
