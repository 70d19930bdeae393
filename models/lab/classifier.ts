/** A classifier that begins with an autoencoder's encoder, so that what was learnt without labels can start it. */
import { type Graph, input, type Node } from "../graph/graph.ts";
import { clip } from "../graph/ops/clip.ts";
import { div } from "../graph/ops/div.ts";
import { exp } from "../graph/ops/exp.ts";
import { log } from "../graph/ops/log.ts";
import { mul } from "../graph/ops/mul.ts";
import { reduceMean } from "../graph/ops/reduce-mean.ts";
import { reduceSum } from "../graph/ops/reduce-sum.ts";
import { relu } from "../graph/ops/relu.ts";
import { reshape } from "../graph/ops/reshape.ts";
import { sub } from "../graph/ops/sub.ts";
import {
  type Autoencoder,
  pictureInput,
  weightsAsked,
} from "../networks/autoencoders/autoencoder.ts";
import { dense } from "../networks/autoencoders/layers.ts";
import type { ParameterSpec, Weight } from "../networks/network.ts";
import type { AdamOptions } from "../training/adam.ts";
import { optimisedStep } from "../training/optimised.ts";

export interface Classifier {
  readonly autoencoder: Autoencoder;
  /** Number of classes. */
  readonly classes: number;
}

/** Units between the code and the classes. */
const HIDDEN = 128;
/** Beyond it, exponentials would leave the range of 32-bit numbers. */
const LARGEST_LOGIT = 60;

/** N×C×H×W → N×classes, before the softmax: two layers on the code. */
export function classLogits(
  { autoencoder, classes }: Classifier,
  pictures: Node,
  weight: Weight,
): Node {
  const { mean } = autoencoder.encode(pictures, weight);
  const layer = { name: "classifier", width: classes, gain: 0.7 };
  const between = { name: "classifier.hidden", width: HIDDEN };
  const logits = dense(relu(dense(mean, between, weight)), layer, weight);
  return clip(logits, -LARGEST_LOGIT, LARGEST_LOGIT);
}

/** The softmax of logits: N×classes, each row with a sum of one. */
export function probabilities(logits: Node): Node {
  const shares = exp(logits);
  const [batch = 1] = logits.shape;
  return div(shares, reshape(reduceSum(shares, [1]), [batch, 1]));
}

/** The encoder's weights, under its own names, and the classifier's. */
export const classifierSpecs = (
  classifier: Classifier,
): readonly ParameterSpec[] =>
  weightsAsked((weight) =>
    classLogits(classifier, pictureInput(classifier.autoencoder, 1), weight),
  );

/** Inputs beside those of `optimisedStep`: `pictures`, N×C×H×W, and `classes`, N×classes, a one in each row. Frozen: the encoder stays as it is. */
export function buildClassifierStep(
  classifier: Classifier,
  batch: number,
  adam: AdamOptions,
  frozen = false,
): Graph {
  const pictures = pictureInput(classifier.autoencoder, batch);
  const classes = input("classes", [batch, classifier.classes]);
  return optimisedStep({
    ...{ specs: classifierSpecs(classifier), adam },
    // A classifier takes the mean of a variational code.
    learns: (name) => !name.startsWith(frozen ? "encoder." : "encoder.spread"),
    outputs: ({ weight }) => ({
      loss: labelLoss(classLogits(classifier, pictures, weight), classes),
    }),
  });
}

/** Cross-entropy, ln Σ eᶻ − z of the true class, averaged over the batch. */
export function labelLoss(logits: Node, classes: Node): Node {
  const [batch = 1] = logits.shape;
  const all = log(reduceSum(exp(logits), [1]));
  const own = reduceSum(mul(logits, classes), [1]);
  const each = reshape(sub(all, own), [batch]);
  return reshape(reduceMean(each), []);
}

/** `perClass` pictures of each class, drawn in this order: fewer where there are no more. */
export function drawLabelled(
  labels: readonly (number | null)[],
  shuffled: readonly number[],
  perClass: number,
): readonly number[] {
  const seen = new Map<number, number>();
  return shuffled.filter((n) => {
    const label = labels[n] ?? null;
    if (label === null) return false;
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    return count <= perClass;
  });
}
