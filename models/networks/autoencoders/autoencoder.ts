/** What an autoencoder is: an encoder from pictures to codes, a decoder back, and the weights that both ask for. */
import { type Node, input } from "../../graph/graph.ts";
import { sigmoid } from "../../graph/ops/sigmoid.ts";
import type { ParameterSpec, Weight } from "../network.ts";
import type { LayerPair } from "./stack.ts";

/** Channels, height and width of one picture. */
export type PictureShape = readonly [
  channels: number,
  height: number,
  width: number,
];

/** A point of the latent space, or, of a variational encoder, a normal distribution over it. */
export interface Encoding {
  /** N×latent: the code, or the distribution's mean. */
  readonly mean: Node;
  /** N×latent: the logarithm of the distribution's variance; variational encoders only. */
  readonly logVariance?: Node;
}

export interface Autoencoder {
  readonly picture: PictureShape;
  /** Units of the latent space. */
  readonly latent: number;
  /** Whether the encoder gives distributions. */
  readonly variational: boolean;
  /** Its layers from the picture to the code, each with what undoes it. */
  readonly pairs: readonly LayerPair[];
  /** N×C×H×W in 0..1 → N×latent. */
  encode(pictures: Node, weight: Weight): Encoding;
  /** N×latent → N×C×H×W, before the sigmoid that brings it to 0..1. */
  decode(codes: Node, weight: Weight): Node;
}

/** What a reader of codes wants: N×latent → N×C×H×W in 0..1. */
export function decoded(
  autoencoder: Autoencoder,
  codes: Node,
  weight: Weight,
): Node {
  return sigmoid(autoencoder.decode(codes, weight));
}

export function pictureInput(
  { picture }: Autoencoder,
  batch: number,
  name = "pictures",
): Node {
  return input(name, [batch, ...picture]);
}

export function codeInput({ latent }: Autoencoder, batch: number): Node {
  return input("codes", [batch, latent]);
}

/** The weights of encoder and decoder, in order. */
export function autoencoderSpecs(autoencoder: Autoencoder): {
  readonly encoder: readonly ParameterSpec[];
  readonly decoder: readonly ParameterSpec[];
} {
  return {
    encoder: weightsAsked((weight) =>
      autoencoder.encode(pictureInput(autoencoder, 1), weight),
    ),
    decoder: weightsAsked((weight) =>
      autoencoder.decode(codeInput(autoencoder, 1), weight),
    ),
  };
}

/** The weights that a function asks for, in order. */
export function weightsAsked(
  run: (weight: Weight) => unknown,
): ParameterSpec[] {
  const specs: ParameterSpec[] = [];
  run((name, shape, gain = 1) => {
    specs.push({ name, shape, gain });
    return input(name, shape);
  });
  return specs;
}
