/** The noise model "poisson-gaussian": noise whose variance grows with the signal. */

import type { Planes } from "../image/image.ts";
import { planesLike } from "../image/image.ts";
import type { Random } from "../random.ts";
import type { NoiseModel } from "./model.ts";

/** Variance of a sample of value x in 0..1: a·x + b, in squared 0..1 units. */
export interface PoissonGaussianOptions {
  readonly a: number;
  readonly b: number;
}

/**
 * Foi, Trimeche, Katkovnik and Egiazarian, "Practical Poissonian-Gaussian
 * noise modeling and fitting for single-image raw-data", 2008, in the normal
 * approximation. Drawn at random, σ is up to 45 in the highlights and up to 15
 * in black.
 */
export const poissonGaussian: NoiseModel<PoissonGaussianOptions> = {
  name: "poisson-gaussian",
  apply(clean, random, options = {}) {
    const a = options.a ?? random.uniform(0, 45 / 255) ** 2;
    const b = options.b ?? random.uniform(0, 15 / 255) ** 2;
    return addSignalNoise(clean, a, b, random);
  },
};

function addSignalNoise(
  clean: Planes,
  a: number,
  b: number,
  random: Random,
): Planes {
  const noisy = planesLike(clean);
  const { data } = noisy;
  random.fillNormal(data);
  for (let i = 0; i < data.length; i++) {
    const value = clean.data[i]!;
    data[i] = value + Math.sqrt(a * Math.max(0, value) + b) * data[i]!;
  }
  return noisy;
}
