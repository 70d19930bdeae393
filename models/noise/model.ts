/** What a noise model is, and what a training sample made with one holds. */

import type { Planes } from "../image/image.ts";
import type { Random } from "../random.ts";

/** A seeded way of adding one kind of noise to clean planes of 0..1. */
export interface NoiseModel<Options extends object = object> {
  /** The name in tables, recipes and on the command line. */
  readonly name: string;
  /**
   * Returns noisy planes of the same shape; the clean ones stay untouched and
   * nothing is clipped. Options that are not given are drawn at random, with
   * the spread that training on photographs uses.
   */
  apply(clean: Planes, random: Random, options?: Partial<Options>): Planes;
}

/** A noisy patch and the noise map that goes into the network with it. */
export interface NoiseSample {
  readonly noisy: Planes;
  /** σ in 0..1 units at half resolution, ceil(height/2) × ceil(width/2). */
  readonly map: Float32Array;
}

/** Makes a training sample from a clean patch of three channels. */
export type NoiseMix = (clean: Planes, random: Random) => NoiseSample;
