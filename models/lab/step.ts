/** The training step of an autoencoder as one graph. */
import { type Graph, input, scalar } from "../graph/graph.ts";
import { add } from "../graph/ops/add.ts";
import { mul } from "../graph/ops/mul.ts";
import {
  type Autoencoder,
  autoencoderSpecs,
  pictureInput,
} from "../networks/autoencoders/autoencoder.ts";
import type { ParameterSpec } from "../networks/network.ts";
import type { AdamOptions } from "../training/adam.ts";
import { optimisedStep } from "../training/optimised.ts";
import {
  contraction,
  divergence,
  drawn,
  type ReconstructionLoss,
  reconstructionLosses,
  sparsity,
  squaredError,
} from "./losses.ts";

export interface LabLoss {
  readonly reconstruction: ReconstructionLoss;
  /** Weight of the divergence of variational codes; 1 is the likelihood's own bound. */
  readonly beta: number;
  /** Weight of the codes' mean absolute value. */
  readonly sparse: number;
  /** Weight of the encoder's slope. */
  readonly contractive: number;
}

/** Encoder's weights first. */
export function labSpecs(autoencoder: Autoencoder): readonly ParameterSpec[] {
  const { encoder, decoder } = autoencoderSpecs(autoencoder);
  return [...encoder, ...decoder];
}

/**
 * Inputs beside those of `optimisedStep`: `pictures` (corrupted where that is wanted) and `targets`,
 * N×C×H×W; `noise`, N×latent, standard normal, of variational ones; `shift`, N×C×H×W, small, where
 * the loss has a contractive part. Output `squared`: the mean squared error of the batch.
 *
 * The divergence is in the units of the reconstruction's mean over a picture's samples, and is let
 * in by the scalar `lossMix`, so that a code can be found before it is smoothed (Bowman et al. 2016).
 */
export function buildLabStep(
  autoencoder: Autoencoder,
  batch: number,
  loss: LabLoss,
  adam: AdamOptions,
  learns?: (name: string) => boolean,
): Graph {
  const pictures = pictureInput(autoencoder, batch);
  const targets = pictureInput(autoencoder, batch, "targets");
  const samples = autoencoder.picture.reduce((a, b) => a * b, 1);
  return optimisedStep({
    ...{ specs: labSpecs(autoencoder), adam },
    ...(learns && { learns }),
    outputs: ({ weight, mix }) => {
      const encoding = autoencoder.encode(pictures, weight);
      const { mean, logVariance } = encoding;
      const codes = logVariance
        ? drawn(encoding, input("noise", mean.shape))
        : mean;
      const logits = autoencoder.decode(codes, weight);
      let sum = reconstructionLosses[loss.reconstruction](logits, targets);
      if (logVariance) {
        const share = mul(mix, scalar(loss.beta / samples));
        sum = add(sum, mul(divergence(mean, logVariance), share));
      }
      if (loss.sparse > 0)
        sum = add(sum, mul(sparsity(mean), scalar(loss.sparse)));
      if (loss.contractive > 0) {
        const shift = pictureInput(autoencoder, batch, "shift");
        const shifted = autoencoder.encode(add(pictures, shift), weight).mean;
        const slope = contraction(mean, shifted, shift);
        sum = add(sum, mul(slope, scalar(loss.contractive)));
      }
      return { loss: sum, squared: squaredError(logits, targets) };
    },
  });
}
