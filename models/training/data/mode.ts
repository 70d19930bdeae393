/** What a way of training is: how samples are made of photographs, and what the network is held to. */
import type { Node } from "../../graph/graph.ts";
import type { Image, Planes } from "../../image/image.ts";
import type { Random } from "../../random.ts";
import type { Recipe } from "../recipe.ts";

/** A part of a photograph to cut patches from. */
export interface Photograph {
  readonly image: Image;
  /** The same part without noise, of pairs; with the noise of another frame, of bursts. */
  readonly clean?: Image;
}

/** A square cut from a photograph, three planes each, turned and mirrored alike. */
export interface Cut {
  readonly image: Planes;
  readonly clean?: Planes;
  /** What it was cut from. */
  readonly photograph: Photograph;
}

/** Channels, height and width of an input for one patch. */
export type Extents = readonly [number, number, number];

/** One patch of a batch: its inputs' values by name. */
export type Sample = Readonly<Record<string, Float32Array>>;

export interface LossParts {
  /** The step's inputs by name, N×C×H×W. */
  readonly inputs: Readonly<Record<string, Node>>;
  /** The network's answer; it learns from gradients that come back this way. */
  readonly denoise: (image: Node, sigma: Node) => Node;
  /** The same values, from which nothing is learnt. */
  readonly frozen: (image: Node, sigma: Node) => Node;
  /** The noise meter's answer (`measureLevel`); of networks that are trained without one, none. */
  readonly measure: (image: Node) => Node;
  /** How far the loss has gone from its first form to its last: a scalar of 0..1. */
  readonly mix: Node;
}

export interface DataMode {
  /** Edge in pixels of the square that a patch of edge `patch` is made of. */
  readonly edge: (patch: number) => number;
  /** Whether the square may be a larger one made smaller: not where its noise is what counts. */
  readonly shrinks: boolean;
  readonly inputs: (patch: number) => Readonly<Record<string, Extents>>;
  readonly sample: (
    cut: Cut,
    recipe: Pick<Recipe, "noise" | "profile">,
    random: Random,
  ) => Sample;
  readonly loss: (parts: LossParts) => Node;
  /** Natural logarithm of the error, of 0..1 samples, that a value of the loss stands for under `mix`. */
  readonly logError: (loss: number, mix: number) => number;
  /** `mix` after a share of 0..1 of the training. */
  readonly mixAt: (
    recipe: Pick<Recipe, "psnrFrom">,
    progress: number,
  ) => number;
}
