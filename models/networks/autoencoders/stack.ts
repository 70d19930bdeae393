/** Autoencoders as stacks of layers, each with the one that undoes it, so that every pair can also be looked at and trained alone. */
import type { Node } from "../../graph/graph.ts";
import type { Weight } from "../network.ts";
import type { Autoencoder, PictureShape } from "./autoencoder.ts";
import { dense, flat } from "./layers.ts";

export interface LayerPair {
  /** The layers whose weights it has: the encoder's first. A layer of one weight may be called as that is. */
  readonly layers: readonly [encoder: string, ...others: string[]];
  /** The codes of this layer from those of the one below; of the lowest, from pictures. */
  encode(below: Node, weight: Weight): Node;
  /** Back again; of the lowest, pictures before the sigmoid. */
  decode(codes: Node, weight: Weight): Node;
}

export interface StackShape {
  readonly picture: PictureShape;
  readonly latent: number;
  readonly variational: boolean;
}

/** The code is the last pair's; a variational one has its variances from the same layer below. */
export function stacked(
  { picture, latent, variational }: StackShape,
  pairs: readonly LayerPair[],
): Autoencoder {
  return {
    ...{ picture, latent, variational, pairs },
    encode(pictures, weight) {
      let [below, x] = [pictures, pictures];
      for (const pair of pairs) [below, x] = [x, pair.encode(x, weight)];
      if (!variational) return { mean: x };
      // Small at first: distributions that begin with a variance of one.
      const spread = { name: "encoder.spread", width: latent, gain: 0.1 };
      return { mean: x, logVariance: dense(flat(below), spread, weight) };
    },
    decode: (codes, weight) =>
      pairs.reduceRight((x, pair) => pair.decode(x, weight), codes),
  };
}

/** Whether a weight is one of a pair's. */
export const isOfPair =
  ({ layers }: LayerPair) =>
  (weight: string): boolean =>
    layers.some((layer) => weight === layer || weight.startsWith(`${layer}.`));
