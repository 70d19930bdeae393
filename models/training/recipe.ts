/** A training recipe: everything that, with the data and the device, determines the trained network. */
import type { TrainingNoise } from "../noise/mixes.ts";
import type { NoiseProfile } from "../noise/profile.ts";
import type { NetworkName } from "../networks/table.ts";
import type { AdamOptions } from "./adam.ts";

/**
 * What a network learns from: clean photographs to which noise is added, pairs of noisy and clean
 * ones, bursts of noisy ones that show the same, or noisy ones alone.
 */
export type DataModeName = "clean" | "pairs" | "burst" | "noisy";

export interface Recipe {
  readonly network: NetworkName;
  readonly data: DataModeName;
  /** Which mix of noise is added to clean patches; `own`: like the profile's, or what the photographs have. */
  readonly noise: TrainingNoise;
  /** What `own` noise is like, where it is added to clean photographs. */
  readonly profile?: NoiseProfile;
  /** Pixels this far apart have independent noise: the distance of neighbours in training on `noisy` data. Absent: 1. */
  readonly stride?: number;
  /** What the weights start from: a network's name or file, or "none" for random ones. */
  readonly base: string;
  readonly seed: number;
  /** Patches per step. */
  readonly batch: number;
  /** Edge of the square patches, in pixels; a multiple of 16. */
  readonly patch: number;
  /** Larger patches, fewer of them, from this share (0..1) of the training on. */
  readonly late?: {
    readonly from: number;
    readonly batch: number;
    readonly patch: number;
  };
  /** Length of the whole training. The schedule below is laid out over it. */
  readonly steps: number;
  /** Highest learning rate, reached after `warmUp` steps, then falling as a cosine to `finalRate`. */
  readonly learningRate: number;
  readonly finalRate: number;
  readonly warmUp: number;
  readonly weightDecay: number;
  /** Share of the old moving average that each step keeps, 0..1. */
  readonly averageDecay: number;
  /** Fraction of the training, 0..1, after which the patches' PSNR replaces absolute error as the aim. */
  readonly psnrFrom: number;
  readonly adam: AdamOptions;
}

/** The recipe of the shipped networks, for a training from random weights. */
export const DEFAULT_RECIPE: Recipe = {
  network: "fast",
  data: "clean",
  noise: "photo",
  base: "none",
  seed: 0,
  batch: 8,
  patch: 96,
  steps: 30_000,
  learningRate: 1e-3,
  finalRate: 1e-6,
  warmUp: 200,
  weightDecay: 0,
  averageDecay: 0.999,
  psnrFrom: 0.8,
  adam: { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, clip: 1 },
};

/** A network that sees far learns at last from patches that show it more; a step takes as long as before. */
export const LATE: Readonly<Partial<Record<NetworkName, Recipe["late"]>>> = {
  best: { from: 2 / 3, batch: 2, patch: 192 },
};

/** What changes when training goes on from trained weights: a lower rate keeps what they know. */
export const FINE_TUNING: Partial<Recipe> = { learningRate: 5e-4 };
