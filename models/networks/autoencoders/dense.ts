/** Fully connected autoencoders: with no hidden layer but the code, the undercomplete one; with more, the deep one. */
import { relu } from "../../graph/ops/relu.ts";
import { reshape } from "../../graph/ops/reshape.ts";
import type { Autoencoder } from "./autoencoder.ts";
import { dense, flat } from "./layers.ts";
import { type LayerPair, stacked, type StackShape } from "./stack.ts";

export interface DenseShape extends StackShape {
  /** Units of the layers between picture and code, outermost first; the decoder has them in reverse. */
  readonly hidden: readonly number[];
}

/**
 * Hinton & Salakhutdinov 2006, "Reducing the dimensionality of data with neural networks". The code
 * is linear: without hidden layers and with squared errors the code spans the space of PCA.
 * Variational: Kingma & Welling 2014.
 */
export function denseAutoencoder(shape: DenseShape): Autoencoder {
  const { picture, latent, hidden } = shape;
  const size = picture.reduce((product, extent) => product * extent, 1);
  const pair = (width: number, i: number): LayerPair => {
    const isCode = i === hidden.length;
    const encoder = isCode ? "encoder.code" : `encoder.${String(i)}`;
    // Named after the encoder's layer that each undoes, so that layers can be added inside.
    const decoder = `decoder.${String(i)}`;
    return {
      layers: [encoder, decoder],
      encode(below, weight) {
        const layer = { name: encoder, width, ...(isCode && { gain: 0.7 }) };
        const x = dense(flat(below), layer, weight);
        return isCode ? x : relu(x);
      },
      decode(codes, weight) {
        if (i > 0) {
          const layer = { name: decoder, width: hidden[i - 1] ?? 0 };
          return relu(dense(codes, layer, weight));
        }
        const last = { name: decoder, width: size, gain: 0.7 };
        const [batch = 0] = codes.shape;
        return reshape(dense(codes, last, weight), [batch, ...picture]);
      },
    };
  };
  return stacked(shape, [...hidden, latent].map(pair));
}
