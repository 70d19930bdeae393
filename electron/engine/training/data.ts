/** Gathers what a folder gives to learn from, in the way that was asked for or is proposed. */
import { join } from "node:path";
import { type ErrorDetails, NitidoError } from "../../../models/errors.ts";
import { dataModeOf } from "../../../models/training/data/table.ts";
import { LONGEST_STRIDE } from "../../../models/training/folder/proposal.ts";
import {
  type DataModeName,
  DEFAULT_RECIPE,
} from "../../../models/training/recipe.ts";
import { splitByPhotograph } from "../../../models/training/split.ts";
import type { PhotographFile } from "./batch-messages.ts";
import {
  type FolderContents,
  inspectFolder,
  type InspectOptions,
} from "./folder/inspect.ts";
import { reportOf } from "./folder/report.ts";

export interface TrainingData {
  readonly mode: DataModeName;
  /** For the recipe. */
  readonly stride: number;
  readonly training: readonly PhotographFile[];
  /** Empty where there are too few, or nothing to measure against. */
  readonly heldOut: readonly PhotographFile[];
}

/** Throws DATA_UNSUITABLE, whose `kind` says why; FILE_NOT_FOUND, FILE_UNREADABLE. */
export async function gatherData(
  folder: string,
  wish: DataModeName | "auto",
  seed: number,
  options: InspectOptions,
): Promise<TrainingData> {
  const contents = await inspectFolder(folder, options);
  const { proposal, noise } = reportOf(contents);
  const refuse = (kind: string, details: ErrorDetails = {}) =>
    new NitidoError("DATA_UNSUITABLE", { file: folder, kind, ...details });
  const mode = wish === "auto" ? proposal.mode : wish;
  if (mode === null || contents.usable.length === 0)
    throw refuse(proposal.reason);
  if (mode === "pairs" && contents.pairs.length === 0) throw refuse("pairs");
  const stride = mode === "noisy" && noise ? noise.length : 1;
  if (stride > LONGEST_STRIDE) throw refuse("correlated", { length: stride });
  const photographs = photographsOf(mode, contents, seed, stride);
  if (photographs.training.length === 0) throw refuse("small");
  return { mode, stride, ...photographs };
}

/** Frames of a burst, and noisy photographs that share a clean one, are on the same side of the split. */
function photographsOf(
  mode: DataModeName,
  { folder, usable, pairs, bursts }: FolderContents,
  seed: number,
  stride: number,
): Omit<TrainingData, "mode" | "stride"> {
  const at = (file: string) => join(folder, ...file.split("/"));
  if (mode === "pairs") {
    const { training, heldOut } = splitByPhotograph(
      pairs,
      ({ clean }) => clean,
      seed,
    );
    const fileOf = ({ noisy, clean, shift }: (typeof pairs)[number]) => ({
      file: at(noisy),
      clean: { file: at(clean), shift },
    });
    return { training: training.map(fileOf), heldOut: heldOut.map(fileOf) };
  }
  const names = usable.map(({ file }) => file);
  const first = new Map(
    bursts.flatMap((frames) =>
      frames.map(({ file }) => [file, frames[0]!.file] as const),
    ),
  );
  const files = (all: readonly string[]) =>
    all.map((file) => ({ file: at(file) }));
  // Without a clean side there is nothing to measure against: all are learnt from.
  if (mode === "noisy") {
    // Mirrored at their borders, smaller ones would show the pixel to be met.
    const edge = dataModeOf({ data: mode, stride }).edge(DEFAULT_RECIPE.patch);
    const large = usable.filter(
      ({ look }) => Math.min(look.width, look.height) >= edge,
    );
    return { training: files(large.map(({ file }) => file)), heldOut: [] };
  }
  const { training, heldOut } = splitByPhotograph(
    names,
    (file) => first.get(file) ?? file,
    seed,
  );
  return { training: files(training), heldOut: files(heldOut) };
}
