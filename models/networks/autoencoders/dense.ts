/** Fully connected autoencoders: with no hidden layer but the code, the undercomplete one; with more, the deep one. */
import { relu } from "../../graph/ops/relu.ts";
import { reshape } from "../../graph/ops/reshape.ts";
import type { Autoencoder, PictureShape } from "./autoencoder.ts";
import { dense, flatten } from "./layers.ts";

export interface DenseShape {
  readonly picture: PictureShape;
  readonly latent: number;
  /** Units of the layers between picture and code, outermost first; the decoder has them in reverse. */
  readonly hidden: readonly number[];
  readonly variational: boolean;
}

/**
 * Hinton & Salakhutdinov 2006, "Reducing the dimensionality of data with neural networks". The code
 * is linear: without hidden layers and with squared errors the code spans the space of PCA.
 * Variational: Kingma & Welling 2014.
 */
export function denseAutoencoder(shape: DenseShape): Autoencoder {
  const { picture, latent, hidden, variational } = shape;
  const size = picture.reduce((product, extent) => product * extent, 1);
  return {
    picture,
    latent,
    variational,
    encode(pictures, weight) {
      let x = flatten(pictures);
      hidden.forEach((width, i) => {
        x = relu(dense(x, { name: `encoder.${String(i)}`, width }, weight));
      });
      const mean = dense(
        x,
        { name: "encoder.code", width: latent, gain: 0.7 },
        weight,
      );
      if (!variational) return { mean };
      // Small at first: distributions that begin with a variance of one.
      const spread = { name: "encoder.spread", width: latent, gain: 0.1 };
      return { mean, logVariance: dense(x, spread, weight) };
    },
    decode(codes, weight) {
      let x = codes;
      // Named after the encoder's layer that each undoes, so that layers can be added inside.
      for (let i = hidden.length - 1; i >= 0; i--) {
        const layer = {
          name: `decoder.${String(i + 1)}`,
          width: hidden[i] ?? 0,
        };
        x = relu(dense(x, layer, weight));
      }
      const last = { name: "decoder.0", width: size, gain: 0.7 };
      return reshape(dense(x, last, weight), [codes.shape[0] ?? 0, ...picture]);
    },
  };
}
