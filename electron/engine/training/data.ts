/** Gathers what a folder gives to learn from, in the way that was asked for or is proposed. */
import { join } from "node:path";
import { type ErrorDetails, NitidoError } from "../../../models/errors.ts";
import { moreNoiseFor } from "../../../models/training/data/recorrupted.ts";
import { dataModeOf } from "../../../models/training/data/table.ts";
import { LONGEST_STRIDE } from "../../../models/training/folder/proposal.ts";
import {
  type DataModeName,
  DEFAULT_RECIPE,
} from "../../../models/training/recipe.ts";
import { splitByPhotograph } from "../../../models/training/split.ts";
import type { PhotographFile } from "./batch-messages.ts";
import type { AlignedBurst, AlignedFrame } from "./folder/align-bursts.ts";
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
  readonly moreNoise?: number;
  readonly training: readonly PhotographFile[];
  /** Empty where there are too few, or nothing to measure against. */
  readonly heldOut: readonly PhotographFile[];
  /** Where all photographs are of one. */
  readonly camera?: string;
  /** Of the photographs themselves, where it is what is learnt: σ in 0..255 units. */
  readonly noiseRange?: { readonly low: number; readonly high: number };
}

/** Frames whose mean a held-out one is measured against: its noise is half as strong as theirs. */
const AVERAGED = 4;

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
  if (mode === "burst" && contents.bursts.length === 0) throw refuse("bursts");
  const stride = mode === "noisy" && noise ? noise.length : 1;
  if (stride > LONGEST_STRIDE) throw refuse("correlated", { length: stride });
  const photographs = photographsOf(mode, contents, seed, stride);
  if (photographs.training.length === 0) throw refuse("small");
  const moreNoise = mode === "noisy" && noise ? moreNoiseFor(noise) : undefined;
  const cameras = new Set(contents.usable.map(({ look }) => look.camera));
  const [camera] = cameras;
  return {
    ...{ mode, stride, ...photographs },
    ...(moreNoise !== undefined && { moreNoise }),
    ...(cameras.size === 1 && camera !== undefined && { camera }),
    ...(mode !== "clean" &&
      noise && { noiseRange: { low: noise.low, high: noise.high } }),
  };
}

/** Photographs of one scene are on the same side of the split: frames of a burst, and noisy ones that share a clean one. */
function photographsOf(
  mode: DataModeName,
  { folder, usable, pairs, scenes, bursts }: FolderContents,
  seed: number,
  stride: number,
): Pick<TrainingData, "training" | "heldOut"> {
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
  if (mode === "burst") return framesOf(bursts, at, seed);
  const names = usable.map(({ file }) => file);
  const first = new Map(
    scenes.flatMap((frames) =>
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

/**
 * Each frame is to meet the next one of its burst, the last one the first. A burst that is held out
 * has one frame measured against the mean of others.
 */
function framesOf(
  bursts: readonly AlignedBurst[],
  at: (file: string) => string,
  seed: number,
): Pick<TrainingData, "training" | "heldOut"> {
  const { heldOut } = splitByPhotograph(
    bursts.filter(({ length }) => length > AVERAGED),
    ([first]) => first!.file,
    seed,
  );
  const meeting = (frame: AlignedFrame, others: readonly AlignedFrame[]) => ({
    file: at(frame.file),
    others: others.map(({ file, shift }) => ({
      file: at(file),
      shift: { x: shift.x - frame.shift.x, y: shift.y - frame.shift.y },
    })),
  });
  return {
    training: bursts
      .filter((burst) => !heldOut.includes(burst))
      .flatMap((burst) =>
        burst.map((frame, i) =>
          meeting(frame, [burst[(i + 1) % burst.length]!]),
        ),
      ),
    heldOut: heldOut.map(([first, ...others]) =>
      meeting(first!, others.slice(0, AVERAGED)),
    ),
  };
}
