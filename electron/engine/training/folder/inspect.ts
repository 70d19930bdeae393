/** Finds out what a training folder holds: reads or renews its index, measures noise, compares pairs. */
import { createHash } from "node:crypto";
import { join, relative, sep } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type Alignment, align } from "../../../../models/image/align.ts";
import { noiseCorrelation } from "../../../../models/noise/correlation.ts";
import { estimateNoise } from "../../../../models/noise/estimate.ts";
import type { PairOfNames } from "../../../../models/training/folder/find-pairs.ts";
import { decodeImage } from "../../../codecs/decode.ts";
import type {
  InspectFolderProgress,
  RefusedPair,
} from "../../../services/api-training.ts";
import { expandInputs } from "../../../services/inputs.ts";
import { alignBurst, type AlignedBurst } from "./align-bursts.ts";
import type { Entry, MeasuredNoise } from "./entry.ts";
import { indexPath, readIndex, writeIndex } from "./index-file.ts";
import { lookAtFile, stampOf } from "./look.ts";
import { middleOf } from "./middle.ts";
import { type Photograph, sortOut, type Sorted } from "./sort-out.ts";

/** Photographs whose noise is measured: always the same ones of a folder, spread over it by chance. */
const MEASURED = 24;
/** Alignment is judged in the middle of both photographs, which is all that is kept of them. */
const COMPARED_EDGE = 320;
const PROGRESS_MS = 100;

export interface AlignedPair extends PairOfNames {
  /** Add it to a place of the noisy photograph to get that of the clean one. */
  readonly shift: { readonly x: number; readonly y: number };
}

export interface FolderContents extends Omit<Sorted, "pairs" | "bursts"> {
  readonly folder: string;
  readonly files: number;
  readonly pairs: readonly AlignedPair[];
  readonly refused: readonly RefusedPair[];
  /** Photographs that show the same scene. */
  readonly scenes: Sorted["bursts"];
  readonly bursts: readonly AlignedBurst[];
  /** Of the sample. */
  readonly noise: readonly MeasuredNoise[];
}

export interface InspectOptions {
  readonly signal: AbortSignal;
  readonly progress: (progress: InspectFolderProgress) => void;
  readonly leaveOut?: string;
}

/**
 * Photographs are taken one by one, so that memory holds their entries and one of them. What was
 * found is kept even when the signal aborts. Throws FILE_NOT_FOUND, FILE_UNREADABLE for the folder.
 */
export async function inspectFolder(
  folder: string,
  { signal, progress, leaveOut }: InspectOptions,
): Promise<FolderContents> {
  const inputs = await expandInputs([folder], true, leaveOut);
  for (const { path, error } of inputs)
    if (error && path === folder) throw error;
  const index = await indexPath(folder);
  const known = await readIndex(index);
  const entries = new Map<string, Entry>();
  const each = stepper(signal, progress);
  let complete = false;
  try {
    const names = inputs
      .map(({ path }) => relative(folder, path).split(sep).join("/"))
      .sort();
    for await (const file of each("files", names)) {
      const entry = await entryOf(folder, file, known.get(file));
      if (entry) entries.set(file, entry);
    }
    const sorted = await sortOut(folder, entries);
    const noise: MeasuredNoise[] = [];
    for await (const photograph of each("noise", sampleOf(sorted)))
      noise.push(await noiseOf(folder, photograph, entries));
    const pairs: AlignedPair[] = [];
    const refused: RefusedPair[] = [];
    for await (const pair of each("pairs", sorted.pairs)) {
      const verdict = await compare(folder, pair, entries);
      if ("why" in verdict) refused.push(verdict);
      else pairs.push(verdict);
    }
    const bursts: AlignedBurst[] = [];
    for await (const frames of each("bursts", sorted.bursts)) {
      const burst = await alignBurst(folder, frames, entries);
      if (burst) bursts.push(burst);
    }
    complete = true;
    const files = names.length;
    const found = { pairs, refused, scenes: sorted.bursts, bursts, noise };
    return { ...sorted, ...found, folder, files };
  } finally {
    // What an inspection that broke off had not reached yet is still known.
    await writeIndex(
      index,
      complete ? entries : new Map([...known, ...entries]),
    );
  }
}

/** Hands out the items of a piece of work, tells how far it is, and lets other calls in between. */
function stepper(
  signal: AbortSignal,
  progress: InspectOptions["progress"],
): <Item>(
  what: InspectFolderProgress["what"],
  items: readonly Item[],
) => AsyncGenerator<Item, void> {
  return async function* (what, items) {
    let told = -Infinity;
    for (const [done, item] of items.entries()) {
      signal.throwIfAborted();
      if (performance.now() - told > PROGRESS_MS) {
        told = performance.now();
        progress({ kind: "inspecting", what, done, of: items.length });
        await setImmediate();
      }
      yield item;
    }
  };
}

/** Undefined for a file that went away meanwhile. */
async function entryOf(
  folder: string,
  file: string,
  known: Entry | undefined,
): Promise<Entry | undefined> {
  const path = join(folder, file);
  const stamp = await stampOf(path).catch(() => undefined);
  if (stamp === undefined) return undefined;
  if (known?.stamp === stamp) return known;
  return { file, stamp, look: await lookAtFile(path) };
}

/** Noisy sides of pairs where there are any; those whose names hash lowest, so that more files change few of them. */
function sampleOf({ usable, pairs }: Sorted): readonly Photograph[] {
  const clean = new Set(pairs.map((pair) => pair.clean));
  const rank = ({ file }: Entry): string =>
    createHash("sha256").update(file).digest("hex");
  return usable
    .filter(({ file }) => !clean.has(file))
    .map((photograph) => ({ photograph, rank: rank(photograph) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, MEASURED)
    .map(({ photograph }) => photograph);
}

async function noiseOf(
  folder: string,
  { file, noise: known }: Photograph,
  entries: Map<string, Entry>,
): Promise<MeasuredNoise> {
  if (known) return known;
  const { image } = await decodeImage(join(folder, file));
  const { sigma, a, b, correlation, correlated } = estimateNoise(image);
  const length = correlated ? noiseCorrelation(image).length : 1;
  const level = { sigma: Math.max(...sigma), a, b };
  const noise = { ...level, correlation, correlated, length };
  entries.set(file, { ...entries.get(file)!, noise });
  return noise;
}

async function compare(
  folder: string,
  pair: PairOfNames,
  entries: Map<string, Entry>,
): Promise<AlignedPair | RefusedPair> {
  const noisy = entries.get(pair.noisy)! as Photograph;
  const clean = entries.get(pair.clean)! as Photograph;
  if (
    noisy.look.width !== clean.look.width ||
    noisy.look.height !== clean.look.height
  )
    return { ...pair, why: "size" };
  const known = noisy.alignment;
  const current = known?.clean === clean.file && known.stamp === clean.stamp;
  const { x, y, correlation, aligned } = current
    ? known
    : keep(await alignFiles(folder, pair));
  return aligned
    ? { ...pair, shift: { x, y } }
    : { ...pair, why: "scene", correlation };

  function keep({ shift, correlation, aligned }: Alignment) {
    const alignment = {
      ...{ clean: clean.file, stamp: clean.stamp },
      ...{ ...shift, correlation, aligned },
    };
    entries.set(noisy.file, { ...entries.get(noisy.file)!, alignment });
    return alignment;
  }
}

async function alignFiles(
  folder: string,
  { noisy, clean }: PairOfNames,
): Promise<Alignment> {
  const middle = async (file: string) =>
    middleOf((await decodeImage(join(folder, file))).image, COMPARED_EDGE);
  return align(await middle(noisy), await middle(clean));
}
