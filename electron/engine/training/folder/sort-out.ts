/** Sorts the photographs of a training folder into those to learn from and those to leave out, and finds bursts. */
import { join } from "node:path";
import {
  difference,
  Fingerprints,
} from "../../../../models/image/fingerprint.ts";
import {
  findPairs,
  type PairOfNames,
} from "../../../../models/training/folder/find-pairs.ts";
import { contentHash } from "../../../files/content-hash.ts";
import type { LeftOut } from "../../../services/api-training.ts";
import type { Entry, PhotographLook } from "./entry.ts";
import { Exposures } from "./exposures.ts";

/** A shorter side under this many pixels holds no patch to learn from. */
const TINY = 64;
/** A photograph that is white in a larger share of its pixels is overexposed. */
const MOSTLY_WHITE = 0.75;
/** Frames of one burst follow each other within so many seconds, and look as alike as this. */
const BURST_SECONDS = 3;
const BURST_DIFFERENCE = 6;

export interface Photograph extends Entry {
  readonly look: PhotographLook;
}

export interface Sorted {
  /** In the order of their names. */
  readonly usable: readonly Photograph[];
  readonly pairs: readonly PairOfNames[];
  readonly leftOut: readonly LeftOut[];
  /** Two frames or more of a still scene. */
  readonly bursts: readonly (readonly Photograph[])[];
}

/**
 * The second of two equal files is left out. So is a copy of another size or compression, unless it
 * is a frame of a burst or one side of a pair: those are alike and still worth learning from.
 */
export async function sortOut(
  folder: string,
  entries: Map<string, Entry>,
): Promise<Sorted> {
  const leftOut: LeftOut[] = [];
  const fit: Photograph[] = [];
  for (const entry of entries.values()) {
    const { file, look } = entry;
    if (look.kind === "unreadable")
      leftOut.push({ file, why: "unreadable", error: look.error });
    else if (Math.min(look.width, look.height) < TINY)
      leftOut.push({ file, why: "tiny" });
    else if (look.white > MOSTLY_WHITE)
      leftOut.push({ file, why: "overexposed" });
    else fit.push({ ...entry, look });
  }
  const paired = new Set(
    findPairs(fit.map(({ file }) => file)).flatMap(({ noisy, clean }) => [
      ...[noisy, clean],
    ]),
  );
  const bursts = await findBursts(fit, new Exposures(folder, entries));
  const inBurst = new Set(bursts.flat());
  const repeats = await findRepeats(folder, fit, (photograph) => {
    return paired.has(photograph.file) || inBurst.has(photograph);
  });
  leftOut.push(...repeats);
  const gone = new Set(repeats.map(({ file }) => file));
  const usable = fit.filter(({ file }) => !gone.has(file));
  return {
    usable,
    pairs: findPairs(usable.map(({ file }) => file)),
    leftOut,
    bursts: bursts
      .map((frames) => frames.filter(({ file }) => !gone.has(file)))
      .filter(({ length }) => length > 1),
  };
}

async function findRepeats(
  folder: string,
  photographs: readonly Photograph[],
  mayBeAlike: (photograph: Photograph) => boolean,
): Promise<LeftOut[]> {
  const sizes = new Map<number, number>();
  for (const photograph of photographs) {
    const size = bytesOf(photograph);
    sizes.set(size, (sizes.get(size) ?? 0) + 1);
  }
  const contents = new Map<string, string>();
  const seen = new Fingerprints<string>();
  const repeats: LeftOut[] = [];
  // What is alike and stays is looked at first, so that its copies are found whatever their names.
  const kept = photographs.filter(mayBeAlike);
  const others = photographs.filter((photograph) => !mayBeAlike(photograph));
  for (const photograph of [...kept, ...others]) {
    const { file, look } = photograph;
    // Only files of the same length can be equal: no other is read to the end.
    if (sizes.get(bytesOf(photograph))! > 1) {
      const { sha256 } = await contentHash(join(folder, file));
      const of = contents.get(sha256);
      if (of !== undefined) {
        repeats.push({ file, why: "duplicate", of });
        continue;
      }
      contents.set(sha256, file);
    }
    const levels = levelsOf(look);
    const of = mayBeAlike(photograph) ? undefined : seen.copyOf(levels);
    if (of !== undefined) repeats.push({ file, why: "similar", of });
    else seen.add(file, levels);
  }
  return repeats;
}

/** Photographs of one camera and size whose times follow each other closely, and that look alike. */
async function findBursts(
  photographs: readonly Photograph[],
  exposures: Exposures,
): Promise<Photograph[][]> {
  // Of those of one second the largest file comes first: a copy is smaller than its original.
  const timed = photographs
    .filter(({ look }) => look.taken !== undefined)
    .sort((a, b) => a.look.taken! - b.look.taken! || bytesOf(b) - bytesOf(a));
  const bursts: Photograph[][] = [];
  let current: Photograph[] = [];
  for (const photograph of timed) {
    const last = current.at(-1);
    if (!last || !follows(last.look, photograph.look)) {
      bursts.push((current = [photograph]));
      continue;
    }
    // A copy has the very time of its original, and so may the next frame: many cameras count in seconds.
    const sameSecond = current.filter(
      ({ look }) => look.taken === photograph.look.taken,
    );
    if (!(await exposures.isCopy(photograph, sameSecond)))
      current.push(photograph);
  }
  return bursts.filter(({ length }) => length > 1);
}

function follows(before: PhotographLook, after: PhotographLook): boolean {
  return (
    after.taken! - before.taken! <= BURST_SECONDS &&
    before.camera === after.camera &&
    before.width === after.width &&
    before.height === after.height &&
    difference(levelsOf(before), levelsOf(after)) < BURST_DIFFERENCE
  );
}

function levelsOf({ levels }: PhotographLook): Uint8Array {
  return Buffer.from(levels, "hex");
}

/** The size of a file. */
function bytesOf({ stamp }: Entry): number {
  return Number(stamp.split(":", 1)[0]);
}
