/** The batch of a step, determined by the recipe's seed and the step alone. */
import { downscale } from "../image/downscale.ts";
import type { Planes } from "../image/image.ts";
import {
  type Orientation,
  cropPatch,
  orient,
  texture,
} from "../image/patches.ts";
import { Random } from "../random.ts";
import type { Cut, Photograph } from "./data/mode.ts";
import { dataModeOf } from "./data/table.ts";
import type { Recipe } from "./recipe.ts";
import { shapeAt } from "./schedule.ts";
import { drawWindow, type Window } from "./windows.ts";

/** The photographs to cut patches from. */
export interface PhotographSource {
  readonly count: number;
  load(window: Window): Promise<Photograph>;
}

/** One step's data: the inputs of the way of training by name, N×C×H×W. */
export type Batch = Readonly<Record<string, Float32Array>>;

/** Flat patches (sky, walls) teach little: those below this texture are mostly drawn again. */
const FLAT = 0.01;
const FLAT_REJECTED = 0.75;
const DRAWS = 3;

/**
 * Most patches are shrunk, which averages the source's own noise and compression away and gives
 * each pixel more to tell: at its full size a photograph has half the finest detail (the diagonal
 * wavelet coefficients) that it has at a third.
 */
const SHRUNK = 0.75;
const SMALLEST = 0.3;

/**
 * Because it depends on nothing that came before, a resumed training sees the same data as one that
 * was never interrupted, and batches can be made ahead on any thread.
 */
export async function makeBatch(
  source: PhotographSource,
  recipe: Recipe,
  step: number,
): Promise<Batch> {
  const { batch, patch } = shapeAt(recipe, step);
  const mode = dataModeOf(recipe);
  const random = new Random(Random.seed(recipe.seed, step));
  const values = Object.fromEntries(
    Object.entries(mode.inputs(patch)).map(([name, [c, h, w]]) => [
      name,
      new Float32Array(batch * c * h * w),
    ]),
  );
  for (let i = 0; i < batch; i++) {
    const edge = mode.edge(patch);
    const cut = await drawCut(source, recipe, step, edge, random);
    const sample = mode.sample(cut, recipe, random);
    for (const [name, data] of Object.entries(sample))
      values[name]!.set(data, i * data.length);
  }
  return values;
}

/** A square at a random place, size and orientation; with texture if a few tries find one. */
async function drawCut(
  source: PhotographSource,
  recipe: Recipe,
  step: number,
  size: number,
  random: Random,
): Promise<Cut> {
  const { shrinks } = dataModeOf(recipe);
  for (let draw = 1; ; draw++) {
    const window = drawWindow(recipe.seed, step, source.count, random);
    const photograph = await source.load(window);
    const { image, clean } = photograph;
    const scale =
      shrinks && random.chance(SHRUNK) ? random.uniform(SMALLEST, 1) : 1;
    // Even, so that what shrinks far can be halved first.
    const edge = Math.min(
      2 * Math.round(size / scale / 2),
      Math.max(size, Math.min(image.width, image.height)),
    );
    const place = (extent: number) =>
      random.integer(0, Math.max(1, extent - edge + 1));
    const [x, y] = [place(image.width), place(image.height)];
    const cutOf = (from: typeof image): Planes => {
      const cut = cropPatch(from, x, y, edge);
      return edge === size ? cut : downscale(cut, size, size);
    };
    const planes = cutOf(image);
    const reference = clean && cutOf(clean);
    const flat =
      texture(reference ?? planes) < FLAT && random.chance(FLAT_REJECTED);
    if (draw < DRAWS && flat) continue;
    const orientation = random.integer(0, 8) as Orientation;
    return {
      image: orient(planes, orientation),
      ...(reference && { clean: orient(reference, orientation) }),
      photograph,
    };
  }
}
