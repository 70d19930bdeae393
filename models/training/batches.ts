/** Batches of clean patches with synthetic noise, each determined by the recipe's seed and the step alone. */
import type { Image, Planes } from "../image/image.ts";
import {
  type Orientation,
  cropPatch,
  downscale,
  orient,
  texture,
} from "../image/patches.ts";
import { noiseMixes } from "../noise/mixes.ts";
import { Random } from "../random.ts";
import type { Recipe } from "./recipe.ts";

/** Clean photographs to cut patches from. */
export interface ImageSource {
  readonly count: number;
  load(index: number): Promise<Image>;
}

/** One step's data: `image` (noisy) and `clean` N×3×P×P, `sigma` N×1×P/2×P/2. */
export interface Batch {
  readonly image: Float32Array;
  readonly sigma: Float32Array;
  readonly clean: Float32Array;
}

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
 * The batch of one step. Because it depends on nothing that came before, a resumed training sees
 * the same data as one that was never interrupted, and batches can be made ahead on any thread.
 */
export async function makeBatch(
  source: ImageSource,
  recipe: Pick<Recipe, "batch" | "patch" | "noise" | "seed">,
  step: number,
): Promise<Batch> {
  const { batch, patch } = recipe;
  const random = new Random(Random.seed(recipe.seed, step));
  const size = 3 * patch * patch;
  const image = new Float32Array(batch * size);
  const clean = new Float32Array(batch * size);
  const sigma = new Float32Array((batch * patch * patch) / 4);
  for (let i = 0; i < batch; i++) {
    const planes = await drawPatch(source, patch, random);
    const sample = noiseMixes[recipe.noise](planes, random);
    clean.set(planes.data, i * size);
    image.set(sample.noisy.data, i * size);
    sigma.set(sample.map, (i * patch * patch) / 4);
  }
  return { image, sigma, clean };
}

/** A patch at a random place, size and orientation; with texture if a few tries find one. */
async function drawPatch(
  source: ImageSource,
  size: number,
  random: Random,
): Promise<Planes> {
  for (let draw = 1; ; draw++) {
    const image = await source.load(random.integer(0, source.count));
    const scale = random.chance(SHRUNK) ? random.uniform(SMALLEST, 1) : 1;
    const edge = Math.min(
      Math.round(size / scale),
      Math.max(size, Math.min(image.width, image.height)),
    );
    const place = (extent: number) =>
      random.integer(0, Math.max(1, extent - edge + 1));
    const cut = cropPatch(image, place(image.width), place(image.height), edge);
    const planes = edge === size ? cut : downscale(cut, size, size);
    const flat = texture(planes) < FLAT && random.chance(FLAT_REJECTED);
    if (draw === DRAWS || !flat)
      return orient(planes, random.integer(0, 8) as Orientation);
  }
}
