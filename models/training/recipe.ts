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
  /** Noise that is added in training on `noisy` data, in parts of the photographs' own. Absent: none, neighbours are met. */
  readonly moreNoise?: number;
  /**
   * Whether the denoiser learns from the maps of a noise meter: of the shipped one, which stays as
   * it is (`given`), or of one that `learns` beside it. Absent: it is told the truth, about.
   */
  readonly meter?: "given" | "learns";
  /** What the weights start from: a network's name or file, or "none" for random ones. */
  readonly base: string;
  /** The folder of a run of the lab whose encoder a network from random weights begins with. Absent: none. */
  readonly encoder?: string;
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

/** From which share of the training on a network that sees far learns from patches that show it more. */
const LATE_FROM: Readonly<Partial<Record<NetworkName, number>>> = {
  best: 2 / 3,
};
/** Larger patches than this show it no more, and leave no choice of them. */
const LARGEST_PATCH = 256;

/** Twice the edge and a quarter of the patches: a step takes as long as before. */
export function lateStage({
  network,
  batch,
  patch,
}: Pick<Recipe, "network" | "batch" | "patch">): Recipe["late"] {
  const from = LATE_FROM[network];
  if (from === undefined || 2 * patch > LARGEST_PATCH) return undefined;
  return { from, batch: Math.max(1, Math.round(batch / 4)), patch: 2 * patch };
}

/** What changes when training goes on from trained weights: a lower rate keeps what they know. */
export const FINE_TUNING: Partial<Recipe> = { learningRate: 5e-4 };
