/** Finds out which sizes a model takes, and how far around a pixel it looks. */
import { NitidoError } from "../../../../models/errors.ts";
import type { Planes } from "../../../../models/image/image.ts";
import { psnr } from "../../../../models/image/metrics.ts";
import type { Forward, Size } from "../../../../models/inference/adapted.ts";
import type { Adapter } from "../../../../models/inference/adapter.ts";
import { part, trialOf, tryOut } from "./trial.ts";

export interface SizesJob {
  readonly forward: Forward;
  readonly adapter: Adapter;
  /** The only size that the model takes, or null. */
  readonly fixed: Size | null;
  readonly signal: AbortSignal;
}

export const MULTIPLES = [1, 2, 4, 8, 16, 32, 64, 128];
const LARGEST = 128;
/** Differences below this, in 0..1, are invisible in 8 bits, however they add up. */
const INVISIBLE = 0.1 / 255;
/** The trial pictures in which a margin is looked for, and the frame in them that is changed. */
const MARGIN_EDGES = [256, 512];
const FRAME = 32;
/** The noise that the model is told then: the stronger it is, the farther a network looks. */
const STRONG = 50 / 255;
/** A model that looks at everything is given this much, and the seams are measured. */
const ENDLESS_MARGIN = 128;

/** The smallest multiple of which sizes and places of windows must be. */
export async function findMultiple(job: SizesJob): Promise<number> {
  const ofSize = job.fixed ? 1 : await multipleOfSize(job);
  return multipleOfPlace(job, ofSize);
}

/** Sizes that are a multiple of m and of nothing more are tried. */
async function multipleOfSize(job: SizesJob): Promise<number> {
  for (const multiple of MULTIPLES) {
    const times = oddUpTo(96 / multiple);
    const size = { height: times * multiple, width: (times + 2) * multiple };
    if (await denoises(job, size)) return multiple;
  }
  return LARGEST;
}

async function denoises(job: SizesJob, size: Size): Promise<boolean> {
  const { clean, noisy, sigma } = trialOf(size, job.adapter.channels === 1);
  try {
    const result = await attempt(job, noisy, sigma);
    return psnr(result, clean) > psnr(noisy, clean);
  } catch (error) {
    if (refusesInput(error)) return false;
    throw error;
  }
}

/**
 * Models that sample down give another result when the picture is moved by less than their stride,
 * even if they take every size. So the same place is computed in two windows.
 */
async function multipleOfPlace(job: SizesJob, least: number): Promise<number> {
  const edge = Math.max(192, least);
  const size = job.fixed ?? { height: edge, width: edge };
  const all = { height: size.height + LARGEST, width: size.width + LARGEST };
  const { noisy, sigma } = trialOf(all, job.adapter.channels === 1);
  const still = await attempt(job, part(noisy, 0, 0, size), sigma);
  const middle = { x: size.width >> 1, y: size.height >> 1 };
  const few = { height: 16, width: 16 };
  const seen = part(still, middle.x, middle.y, few);
  for (const multiple of MULTIPLES) {
    const fits =
      multiple % least === 0 &&
      4 * multiple <= Math.min(size.height, size.width);
    if (!fits) continue;
    const window = part(noisy, multiple, multiple, size);
    const moved = await attempt(job, window, sigma);
    const place = part(moved, middle.x - multiple, middle.y - multiple, few);
    if (largestDifference(seen, place) <= INVISIBLE) return multiple;
  }
  return least;
}

/**
 * The context that a tile needs: a picture is changed around a square, and the result inside of it
 * looked at. `multiple` as found before.
 */
export async function findMargin(
  job: SizesJob,
  multiple: number,
): Promise<number> {
  const { fixed } = job;
  // Windows begin at multiples, so the change must end at one.
  const frame = fixed
    ? Math.min(fixed.height, fixed.width) >> 3
    : Math.ceil(FRAME / multiple) * multiple;
  const edges = MARGIN_EDGES.map((edge) => Math.max(edge, 6 * frame));
  const sizes = fixed
    ? [fixed]
    : edges.map((edge) => ({ height: edge, width: edge }));
  for (const size of sizes) {
    const { noisy } = trialOf(size, job.adapter.channels === 1);
    const before = await attempt(job, noisy, STRONG);
    const after = await attempt(job, changedAround(noisy, frame), STRONG);
    const reach = deepestDifference(before, after, frame);
    const deepest = (Math.min(size.height, size.width) >> 1) - frame;
    if (reach < deepest - 8) return reach;
  }
  return fixed ? Math.min(fixed.height, fixed.width) >> 2 : ENDLESS_MARGIN;
}

async function attempt(
  { forward, adapter, signal }: SizesJob,
  picture: Planes,
  sigma: number,
): Promise<Planes> {
  signal.throwIfAborted();
  return tryOut(forward, adapter, picture, sigma);
}

/** What the runtime throws when a size does not fit into a model. */
export function refusesInput(error: unknown): boolean {
  return (
    error instanceof NitidoError &&
    (error.code === "MODEL_DAMAGED" || error.code === "INTERNAL")
  );
}

/** The negative of the picture in a frame around it. */
function changedAround(picture: Planes, frame: number): Planes {
  const data = picture.data.map((value, i) =>
    depth(picture, i) < frame ? 1 - value : value,
  );
  return { ...picture, data };
}

/** How far inside of the frame the pictures still differ. */
function deepestDifference(a: Planes, b: Planes, frame: number): number {
  return a.data.reduce((deepest, value, i) => {
    const differs = !(Math.abs(value - b.data[i]!) <= INVISIBLE);
    return differs ? Math.max(deepest, depth(a, i) - frame + 1) : deepest;
  }, 0);
}

/** The distance of a sample to the picture's border. */
function depth({ width, height }: Planes, i: number): number {
  const [x, y] = [i % width, Math.floor(i / width) % height];
  return Math.min(x, y, width - 1 - x, height - 1 - y);
}

function largestDifference(a: Planes, b: Planes): number {
  return a.data.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - b.data[i]!)),
    0,
  );
}

function oddUpTo(value: number): number {
  return 2 * Math.floor((Math.max(1, value) - 1) / 2) + 1;
}
