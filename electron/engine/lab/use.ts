/** What every use of a trained run begins with: the run, its pictures in the shape that it takes, and its coder. */
import { NitidoError } from "../../../models/errors.ts";
import { choose } from "../../../models/lab/pictures.ts";
import { isVariational } from "../../../models/lab/recipe.ts";
import { splitPictures } from "../../../models/lab/split.ts";
import type { Principal } from "../../../models/lab/linear.ts";
import { autoencoderSpecs } from "../../../models/networks/autoencoders/autoencoder.ts";
import { buildAutoencoder } from "../../../models/networks/autoencoders/table.ts";
import { fixedWeights } from "../../../models/networks/network.ts";
import type {
  LabPart,
  LabPicturesRequest,
  LabReadingProgress,
} from "../../services/api-lab.ts";
import type { DeviceWish } from "../../services/api.ts";
import type { TaskContext } from "../tasks/task.ts";
import { aside } from "./aside.ts";
import { type Coder, coderModels, openCoder } from "./coder.ts";
import type { LabPictures } from "./load/load.ts";
import { type LabRun, openLabRun, readLabWeights } from "./run-folder.ts";

type LabPorts = Pick<
  TaskContext<LabReadingProgress>,
  "progress" | "signal" | "lab"
>;

/** The pictures of a source in the shape that a run takes. */
export function picturesFor(
  { recipe }: LabRun,
  source: string,
  ports: LabPorts,
): Promise<LabPictures> {
  const [channels, height, width] = recipe.choice.picture;
  return ports.lab.read(source, { channels, height, width }, ports);
}

/** Those with these numbers only. What was noted when they were read stays. */
export function those(
  all: LabPictures,
  numbers: readonly number[],
): LabPictures {
  return {
    pictures: choose(all.pictures, numbers),
    names: numbers.map((n) => all.names[n]!),
    labels: numbers.map((n) => all.labels[n]!),
    files: numbers.map((n) => all.files[n]!),
    reading: all.reading,
  };
}

/**
 * Of a run's own source, as it was split when the run learnt. Classes that were left out then belong
 * to what is held out.
 */
export function partOf(
  run: LabRun,
  all: LabPictures,
  part: LabPart,
): LabPictures {
  if (part === "all") return all;
  const learnt = ordinaryNumbers(run, all);
  const { training } = splitPictures(learnt.length, run.recipe.seed);
  const known = new Set(training.map((n) => learnt[n]));
  const wanted = part === "training";
  return those(
    all,
    all.names.flatMap((_, n) => (known.has(n) === wanted ? [n] : [])),
  );
}

/** The same, without classes that the run left out. */
export function ordinaryOnes(run: LabRun, all: LabPictures): LabPictures {
  return those(all, ordinaryNumbers(run, all));
}

function ordinaryNumbers(
  { facts: { without } }: LabRun,
  { labels }: LabPictures,
): readonly number[] {
  return labels.flatMap((label, n) =>
    label !== null && without.includes(label) ? [] : [n],
  );
}

/** Runs and closes. Throws as `openLabRun`, `Devices.choose` and `Compute.open` do. */
export async function withRun<Result>(
  request: { readonly run: string; readonly device: DeviceWish },
  { compute, devices }: Pick<TaskContext<never>, "compute" | "devices">,
  use: (run: LabRun, coder: Coder) => Promise<Result>,
): Promise<Result> {
  const run = await openLabRun(request.run);
  const { device } = await devices.choose(request.device);
  const { choice } = run.recipe;
  const autoencoder = buildAutoencoder(choice);
  const { encoder, decoder } = autoencoderSpecs(autoencoder);
  const weights = await readLabWeights(run.path, [...encoder, ...decoder]);
  const models = coderModels(autoencoder, fixedWeights(weights));
  const coder = await openCoder(compute, models, choice.picture, device);
  try {
    return await use(run, coder);
  } finally {
    await coder.close();
  }
}

/** Throws LAB_UNSUITABLE where fewer pictures than `needed` are left. */
export function refuseFew(count: number, needed: number): void {
  if (count < needed)
    throw new NitidoError("LAB_UNSUITABLE", { kind: "few", count, needed });
}

/** Throws LAB_UNSUITABLE, `noPrior`, where codes were held to no distribution. */
export function refuseNoPrior({ recipe }: LabRun): void {
  const { kind } = recipe.choice;
  if (!isVariational(kind))
    throw new NitidoError("LAB_UNSUITABLE", {
      ...{ kind: "noPrior", network: kind },
    });
}

/** The first `count` principal components of the training part of pictures as they were read, or as many as there are. */
export const principalOf = (
  run: LabRun,
  all: LabPictures,
  count: number,
  { lab, signal }: Pick<LabPorts, "lab" | "signal">,
): Promise<Principal> => {
  const { seed } = run.recipe;
  const key = JSON.stringify([seed, run.facts.without, count]);
  return lab.principal(all, key, () => {
    const { pictures } = partOf(run, all, "training");
    return aside("principalComponents", [pictures, count], signal);
  });
};

/** The part of a source that a request is about. */
export const requested = async (
  run: LabRun,
  { source, part }: LabPicturesRequest,
  ports: LabPorts,
): Promise<LabPictures> =>
  partOf(run, await picturesFor(run, source, ports), part);
