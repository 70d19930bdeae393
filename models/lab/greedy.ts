/** Greedy layer-wise training: each pair of layers alone, from the picture inwards, then all of them together. */
import type { Graph } from "../graph/graph.ts";
import { mul } from "../graph/ops/mul.ts";
import { reduceMean } from "../graph/ops/reduce-mean.ts";
import { reshape } from "../graph/ops/reshape.ts";
import { sub } from "../graph/ops/sub.ts";
import {
  type Autoencoder,
  pictureInput,
} from "../networks/autoencoders/autoencoder.ts";
import { isOfPair } from "../networks/autoencoders/stack.ts";
import { optimisedStep } from "../training/optimised.ts";
import { reconstructionLosses } from "./losses.ts";
import type { LabRecipe } from "./recipe.ts";
import { labSpecs } from "./step.ts";

/** Steps of one kind, one after the other. */
export interface Stage {
  /** The first step, from 0, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** The pair of layers that learns alone; null: all learn together. */
  readonly pair: number | null;
}

/** Share of the steps that pairs learn alone, each as long as the others; the rest is for the whole. */
const ALONE = 0.5;

export function stagesOf(
  { steps, greedy }: Pick<LabRecipe, "steps" | "greedy">,
  pairs: number,
): readonly Stage[] {
  const each = greedy ? Math.floor((ALONE * steps) / pairs) : 0;
  const alone = Array.from({ length: pairs }, (_, pair) => ({
    ...{ from: pair * each, to: (pair + 1) * each, pair },
  }));
  return [
    ...(each > 0 ? alone : []),
    { from: pairs * each, to: steps, pair: null },
  ];
}

/**
 * One pair as an autoencoder of its own on the codes of the layers below, which stay as they are
 * (Bengio et al. 2007, "Greedy layer-wise training of deep networks"). Where pictures are corrupted,
 * the codes of corrupted ones go in and those of clean ones are wanted.
 *
 * Inputs as `buildLabStep`, `pictures` only where they are other than the targets. A loss of its own for each:
 * of the lowest pair the run's reconstruction loss, of the others the squared error of codes.
 */
export function buildPairStep(
  autoencoder: Autoencoder,
  number: number,
  { batch, loss, adam, corruption, walk }: LabRecipe,
): Graph {
  const below = autoencoder.pairs.slice(0, number);
  const pair = autoencoder.pairs[number]!;
  const pictures = pictureInput(autoencoder, batch);
  const targets = pictureInput(autoencoder, batch, "targets");
  return optimisedStep({
    ...{ specs: labSpecs(autoencoder), adam, learns: isOfPair(pair) },
    outputs: ({ weight, frozen }) => {
      const codesOf = (x: typeof pictures) =>
        below.reduce((codes, layer) => layer.encode(codes, frozen), x);
      const wanted = codesOf(targets);
      const given = corruption || walk > 0 ? codesOf(pictures) : wanted;
      const rebuilt = pair.decode(pair.encode(given, weight), weight);
      if (number === 0)
        return {
          loss: reconstructionLosses[loss.reconstruction](rebuilt, wanted),
        };
      const error = sub(rebuilt, wanted);
      return { loss: reshape(reduceMean(mul(error, error)), []) };
    },
  });
}
