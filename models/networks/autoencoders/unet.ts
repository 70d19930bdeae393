/** The autoencoder whose encoder is the way down of the denoiser `fast`, so that a denoiser can begin with what it has learnt. */
import { pad } from "../../graph/ops/pad.ts";
import { spaceToDepth } from "../../graph/ops/space-to-depth.ts";
import type { ParameterSpec } from "../network.ts";
import { encoderLevel } from "../unet.ts";
import { type Autoencoder, autoencoderSpecs } from "./autoencoder.ts";
import {
  type ConvolutionalShape,
  convolutionalAutoencoder,
} from "./convolutional.ts";
import { type LayerPair, stacked } from "./stack.ts";

/** Residual blocks per level, as `fast` has. */
const BLOCKS = 1;

/** Code and decoder are the convolutional autoencoder's: without skips, all has to go through the code. */
export function unetAutoencoder(shape: ConvolutionalShape): Autoencoder {
  const plan = { widths: shape.channels, blocks: BLOCKS };
  const pairs = convolutionalAutoencoder(shape).pairs.map(
    (pair, level): LayerPair => {
      if (level === shape.channels.length) return pair;
      const [encoder, ...decoder] = pair.layers;
      const entry = level === 0 ? "head" : `down.${String(level)}`;
      return {
        ...pair,
        layers: [encoder, entry, ...decoder],
        encode(below, weight) {
          // The pictures count as free of noise: a noise map of zeros.
          const x =
            level === 0
              ? pad(spaceToDepth(below, 2), [0, 0, 0, 0], [0, 1, 0, 0])
              : below;
          return encoderLevel(x, level, plan, weight);
        },
      };
    },
  );
  return stacked(shape, pairs);
}

/** The encoder's weights that a denoiser has too: all but those of the code. */
export const sharedSpecs = (
  autoencoder: Autoencoder,
): readonly ParameterSpec[] =>
  autoencoderSpecs(autoencoder).encoder.filter(
    ({ name }) => !name.startsWith("encoder.code."),
  );
