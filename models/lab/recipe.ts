/** The recipe of an autoencoder's training: all that, with the pictures and the device, determines the result. */
import type {
  AutoencoderChoice,
  AutoencoderKind,
} from "../networks/autoencoders/table.ts";
import type { AdamOptions } from "../training/adam.ts";
import { DEFAULT_RECIPE } from "../training/recipe.ts";
import { type Schedule, schedule } from "../training/schedule.ts";
import type { Corruption } from "./corrupt.ts";
import type { LabLoss } from "./step.ts";

export interface LabRecipe {
  readonly choice: AutoencoderChoice;
  readonly loss: LabLoss;
  /** What is done to the pictures that go in; null: nothing. */
  readonly corruption: Corruption | null;
  /** Whether each pair of layers learns alone at first (`greedy.ts`). */
  readonly greedy: boolean;
  /** Pictures are moved by up to so many pixels each way, so that few of them teach more. */
  readonly shift: number;
  /**
   * Steps of a walk from neighbour to neighbour: what a picture should become is the picture where
   * the walk ends; 0: itself. Codes of pictures that many such ways join come to lie together
   * (generalised autoencoder, Wang et al. 2014).
   */
  readonly walk: number;
  readonly seed: number;
  /** Pictures per step. */
  readonly batch: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly finalRate: number;
  readonly warmUp: number;
  readonly weightDecay: number;
  /** Share of the old moving average that each step keeps, 0..1. */
  readonly averageDecay: number;
  /** Share of the training, 0..1, over which the divergence of variational codes is let in. */
  readonly betaOver: number;
  readonly adam: AdamOptions;
}

/** Of a choice of network, the recipe to begin with. */
export function labRecipe(choice: AutoencoderChoice): LabRecipe {
  return {
    choice,
    loss: {
      reconstruction: isVariational(choice.kind) ? "entropy" : "squared",
      ...{ beta: 1, sparse: 0, contractive: 0 },
    },
    ...{
      corruption: null,
      greedy: false,
      shift: 0,
      walk: 0,
      seed: 0,
      batch: 64,
      steps: 10_000,
    },
    ...{ learningRate: 1e-3, finalRate: 1e-5, warmUp: 100, weightDecay: 0 },
    ...{ averageDecay: 0.995, betaOver: 0.1 },
    adam: DEFAULT_RECIPE.adam,
  };
}

/** The divergence is let in evenly over `betaOver` of the training. */
export function labSchedule(recipe: LabRecipe): Schedule {
  const last = recipe.betaOver * recipe.steps;
  return schedule(recipe, (step) => Math.min(1, step / Math.max(1, last)));
}

/** Over so many steps; a short training has a short warm-up. */
export const lasting = (recipe: LabRecipe, steps: number): LabRecipe => ({
  ...recipe,
  steps,
  warmUp: Math.min(recipe.warmUp, Math.ceil(steps / 10)),
});

export const isVariational = (kind: AutoencoderKind): boolean =>
  kind === "vae" || kind === "conv-vae";
