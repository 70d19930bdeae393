/** The convolutional autoencoder: halves the picture level by level, and doubles it again. */
import type { Node } from "../../graph/graph.ts";
import { relu } from "../../graph/ops/relu.ts";
import { reshape } from "../../graph/ops/reshape.ts";
import type { Weight } from "../network.ts";
import type { Autoencoder, PictureShape } from "./autoencoder.ts";
import {
  convolve,
  dense,
  enlarge,
  enlargeTransposed,
  flatten,
  type Layer,
} from "./layers.ts";

/** How the decoder doubles height and width. */
export const ENLARGEMENTS = ["nearest", "transposed"] as const;
export type Enlargement = (typeof ENLARGEMENTS)[number];

export interface ConvolutionalShape {
  readonly picture: PictureShape;
  readonly latent: number;
  /** Channels of the levels, finest first. Height and width must be divisible by 2^levels. */
  readonly channels: readonly number[];
  readonly enlargement: Enlargement;
  readonly variational: boolean;
}

const enlargements: Readonly<
  Record<Enlargement, (x: Node, layer: Layer, weight: Weight) => Node>
> = { nearest: enlarge, transposed: enlargeTransposed };

/** Masci et al. 2011, "Stacked convolutional auto-encoders for hierarchical feature extraction". */
export function convolutionalAutoencoder(
  shape: ConvolutionalShape,
): Autoencoder {
  const { picture, latent, channels, variational } = shape;
  const [colours, ...extents] = picture;
  const [rows = 0, columns = 0] = extents.map(
    (extent) => extent / 2 ** channels.length,
  );
  const deepest = channels.at(-1) ?? colours;
  const doubled = enlargements[shape.enlargement];
  return {
    picture,
    latent,
    variational,
    encode(pictures, weight) {
      let x = pictures;
      channels.forEach((width, i) => {
        const layer = { name: `encoder.${String(i)}`, width };
        x = relu(convolve(x, layer, weight, 2));
      });
      const flat = flatten(x);
      const mean = dense(
        flat,
        { name: "encoder.code", width: latent, gain: 0.7 },
        weight,
      );
      if (!variational) return { mean };
      const spread = { name: "encoder.spread", width: latent, gain: 0.1 };
      return { mean, logVariance: dense(flat, spread, weight) };
    },
    decode(codes, weight) {
      const width = deepest * rows * columns;
      const first = relu(dense(codes, { name: "decoder.code", width }, weight));
      let x = reshape(first, [codes.shape[0] ?? 0, deepest, rows, columns]);
      for (let i = channels.length - 1; i >= 0; i--) {
        const inner = channels[i - 1] ?? channels[0] ?? colours;
        const layer = { name: `decoder.${String(i + 1)}`, width: inner };
        x = relu(doubled(x, layer, weight));
      }
      const last = { name: "decoder.0", width: colours, gain: 0.7 };
      return convolve(x, last, weight);
    },
  };
}
