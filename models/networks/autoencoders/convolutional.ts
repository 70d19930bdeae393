/** The convolutional autoencoder: halves the picture level by level, and doubles it again. */
import type { Node } from "../../graph/graph.ts";
import { relu } from "../../graph/ops/relu.ts";
import { reshape } from "../../graph/ops/reshape.ts";
import type { Weight } from "../network.ts";
import type { Autoencoder } from "./autoencoder.ts";
import {
  convolve,
  dense,
  enlarge,
  enlargeTransposed,
  flat,
  type Layer,
} from "./layers.ts";
import { type LayerPair, stacked, type StackShape } from "./stack.ts";

/** How the decoder doubles height and width. */
export const ENLARGEMENTS = ["nearest", "transposed"] as const;
export type Enlargement = (typeof ENLARGEMENTS)[number];

export interface ConvolutionalShape extends StackShape {
  /** Channels of the levels, finest first. Height and width must be divisible by 2^levels. */
  readonly channels: readonly number[];
  readonly enlargement: Enlargement;
}

const enlargements: Readonly<
  Record<Enlargement, (x: Node, layer: Layer, weight: Weight) => Node>
> = { nearest: enlarge, transposed: enlargeTransposed };

/** Masci et al. 2011, "Stacked convolutional auto-encoders for hierarchical feature extraction". */
export function convolutionalAutoencoder(
  shape: ConvolutionalShape,
): Autoencoder {
  const { picture, latent, channels } = shape;
  const [colours, ...extents] = picture;
  const deepest = [
    channels.at(-1) ?? colours,
    ...extents.map((extent) => extent / 2 ** channels.length),
  ];
  const doubled = enlargements[shape.enlargement];
  const level = (width: number, i: number): LayerPair => {
    const encoder = `encoder.${String(i)}`;
    const decoder = `decoder.${String(i + 1)}`;
    return {
      layers: [encoder, decoder],
      encode: (below, weight) =>
        relu(convolve(below, { name: encoder, width }, weight, 2)),
      decode(codes, weight) {
        const inner = channels[Math.max(0, i - 1)] ?? colours;
        return relu(doubled(codes, { name: decoder, width: inner }, weight));
      },
    };
  };
  const code: LayerPair = {
    layers: ["encoder.code", "decoder.code"],
    encode(below, weight) {
      const layer = { name: "encoder.code", width: latent, gain: 0.7 };
      return dense(flat(below), layer, weight);
    },
    decode(codes, weight) {
      const width = deepest.reduce((size, extent) => size * extent, 1);
      const x = relu(dense(codes, { name: "decoder.code", width }, weight));
      return reshape(x, [codes.shape[0] ?? 0, ...deepest]);
    },
  };
  const [lowest, ...rest] = [...channels.map(level), code];
  return stacked(shape, [toColours(lowest, colours), ...rest]);
}

/** With a last convolution, at the picture's own size. */
function toColours(pair: LayerPair, width: number): LayerPair {
  const last = { name: "decoder.0", width, gain: 0.7 };
  return {
    ...pair,
    layers: [...pair.layers, last.name],
    decode: (codes, weight) =>
      convolve(pair.decode(codes, weight), last, weight),
  };
}
