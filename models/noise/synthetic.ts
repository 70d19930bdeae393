/** Puts a chosen amount of noise of any kind on a clean image, to see what a network makes of it. */
import {
  copyImage,
  hasColour,
  type Image,
  type Planes,
  toPlanes,
  writePlanes,
} from "../image/image.ts";
import { Random } from "../random.ts";
import { camera } from "./camera.ts";
import { chroma } from "./chroma.ts";
import { filmGrain } from "./film-grain.ts";
import { jpeg } from "./jpeg.ts";
import { poissonGaussian } from "./poisson-gaussian.ts";
import { rescaleTo, residual, withResidual } from "./residual.ts";
import { correlated } from "./spatial-correlation.ts";
import type { NoiseModelName } from "./table.ts";
import { white } from "./white.ts";

export interface SyntheticNoise {
  readonly kind: NoiseModelName;
  /**
   * 0..100. The root mean square, in 0..255 units, of all that is added, before it is clipped; for
   * `jpeg` what its quality falls short of 100.
   */
  readonly level: number;
  readonly seed: number;
}

/** What level 0..100 means for a model; σ is the level in 0..1. */
const MODELS: Readonly<
  Record<
    NoiseModelName,
    (clean: Planes, random: Random, level: number, sigma: number) => Planes
  >
> = {
  white: (clean, random, sigma) => white.apply(clean, random, { sigma }),
  correlated: (clean, random, sigma) =>
    correlated.apply(clean, random, { sigma, blur: 0.7 }),
  "film-grain": (clean, random, sigma) =>
    filmGrain.apply(clean, random, { sigma, size: 0.8, colour: 0.2 }),
  chroma: (clean, random, level) =>
    chroma.apply(clean, random, { luma: level, chroma: 2 * level, blur: 1.5 }),
  // A tenth of the variance of middle grey is there in black.
  "poisson-gaussian": (clean, random, _, sigma) =>
    poissonGaussian.apply(clean, random, {
      a: 1.8 * sigma ** 2,
      b: 0.1 * sigma ** 2,
    }),
  camera: (clean, random, _, sigma) =>
    camera.apply(clean, random, { shot: sigma ** 2, read: sigma ** 2 / 20 }),
  jpeg: (clean, random, level) =>
    jpeg.apply(clean, random, {
      quality: Math.max(1, 100 - Math.round(level)),
      offset: { x: 0, y: 0 },
    }),
};

/** A noisy copy of the same depth; alpha stays. The same noise for the same seed. */
export function withNoise(
  image: Image,
  { kind, level, seed }: SyntheticNoise,
): Image {
  const clean = toPlanes(image);
  const random = new Random(seed);
  let noisy = MODELS[kind](clean, random, level, level / 255);
  if (kind !== "jpeg") {
    const noise = residual(noisy, clean);
    if (!hasColour(image)) shareMean(noise);
    rescaleTo(noise, level / 255);
    noisy = withResidual(clean, noise);
  }
  const copy = copyImage(image);
  const { width, height } = image;
  writePlanes(copy, { x: 0, y: 0, width, height }, noisy);
  return copy;
}

/** Grey images have one noise, the mean of three. */
function shareMean(noise: Float32Array): void {
  const size = noise.length / 3;
  for (let i = 0; i < size; i++) {
    const mean = (noise[i]! + noise[i + size]! + noise[i + 2 * size]!) / 3;
    noise[i] = noise[i + size] = noise[i + 2 * size] = mean;
  }
}
