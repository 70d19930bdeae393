/** What autoencoders are held to, as graph: the reconstruction, and what their codes should be like. */
import { type Node, scalar } from "../graph/graph.ts";
import { abs } from "../graph/ops/abs.ts";
import { add } from "../graph/ops/add.ts";
import { div } from "../graph/ops/div.ts";
import { exp } from "../graph/ops/exp.ts";
import { log } from "../graph/ops/log.ts";
import { mul } from "../graph/ops/mul.ts";
import { reduceMean } from "../graph/ops/reduce-mean.ts";
import { reduceSum } from "../graph/ops/reduce-sum.ts";
import { relu } from "../graph/ops/relu.ts";
import { reshape } from "../graph/ops/reshape.ts";
import { sigmoid } from "../graph/ops/sigmoid.ts";
import { sub } from "../graph/ops/sub.ts";
import type { Encoding } from "../networks/autoencoders/autoencoder.ts";

/** How a reconstruction is compared; `logits` are what comes before its sigmoid. */
export const reconstructionLosses = {
  /** Mean squared error, what PCA minimises. */
  squared: squaredError,
  /** Mean cross-entropy: the logarithm of a Bernoulli likelihood, for pictures that are nearly black and white. */
  entropy: crossEntropy,
} as const;
export type ReconstructionLoss = keyof typeof reconstructionLosses;

/** Mean over all samples of (sigmoid(logits) − target)²: a scalar. */
export function squaredError(logits: Node, target: Node): Node {
  const error = sub(sigmoid(logits), target);
  return mean(mul(error, error));
}

/** −t·ln s(z) − (1 − t)·ln(1 − s(z)) = max(z, 0) − z·t + ln(1 + e^−|z|), which never overflows; mean of all. */
function crossEntropy(logits: Node, target: Node): Node {
  const faint = exp(mul(abs(logits), scalar(-1)));
  const linear = sub(relu(logits), mul(logits, target));
  return mean(add(linear, log(add(scalar(1), faint))));
}

/**
 * Kullback–Leibler divergence of the codes' distributions from the standard normal one, summed over
 * the latent units and averaged over the batch: −½ Σ (1 + ln σ² − μ² − σ²) (Kingma & Welling 2014,
 * appendix B).
 */
export function divergence(mu: Node, logVariance: Node): Node {
  const [batch = 1] = mu.shape;
  const spread = sub(add(scalar(1), logVariance), exp(logVariance));
  const sum = reduceSum(sub(spread, mul(mu, mu)));
  return reshape(mul(sum, scalar(-0.5 / batch)), []);
}

/** A draw from the codes' distributions, with `noise` from the standard normal one: μ + σ·ε. */
export function drawn({ mean: mu, logVariance }: Encoding, noise: Node): Node {
  if (!logVariance) return mu;
  return add(mu, mul(exp(mul(logVariance, scalar(0.5))), noise));
}

/** Mean absolute code: few units are in use at a time. */
export function sparsity(codes: Node): Node {
  return mean(abs(codes));
}

/**
 * ‖e(x + δ) − e(x)‖² / ‖δ‖², averaged over the batch: along a random direction δ, the squared norm
 * of the encoder's Jacobian that contractive autoencoders make small (Rifai et al. 2011), without
 * second derivatives.
 */
export function contraction(codes: Node, shifted: Node, shift: Node): Node {
  const [batch = 1, ...rest] = shift.shape;
  const flat = reshape(shift, [batch, rest.reduce((a, b) => a * b, 1)]);
  const change = sub(shifted, codes);
  return mean(
    div(reduceSum(mul(change, change), [1]), reduceSum(mul(flat, flat), [1])),
  );
}

const mean = (x: Node): Node => reshape(reduceMean(x), []);
