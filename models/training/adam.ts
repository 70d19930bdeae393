/** One AdamW update with gradient clipping and a moving average of the weights, as graph (Loshchilov & Hutter 2019). */
import { type Node, scalar } from "../graph/graph.ts";
import { add } from "../graph/ops/add.ts";
import { div } from "../graph/ops/div.ts";
import { maximum } from "../graph/ops/maximum.ts";
import { mul } from "../graph/ops/mul.ts";
import { reduceSum } from "../graph/ops/reduce-sum.ts";
import { reshape } from "../graph/ops/reshape.ts";
import { sqrt } from "../graph/ops/sqrt.ts";
import { sub } from "../graph/ops/sub.ts";

/** Everything the optimiser remembers, each a vector over all weights. */
export interface OptimiserState {
  readonly weights: Node;
  readonly mean: Node;
  readonly square: Node;
  /** Exponential moving average of the weights: what is evaluated and shipped. */
  readonly average: Node;
}

/** Scalars that change from step to step; `schedule.ts` computes them. */
export interface StepScalars {
  /** Learning rate with both bias corrections folded in: η·√(1−β₂ᵗ)/(1−β₁ᵗ). */
  readonly rate: Node;
  /** Fraction of each weight removed: η · weight decay. */
  readonly decay: Node;
  /** Share of the new weights in the moving average. */
  readonly renewal: Node;
}

export interface AdamOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Largest Euclidean norm of the whole gradient; a longer one is scaled down to it. */
  readonly clip: number;
}

/** a + share · (b − a) */
function towards(a: Node, b: Node, share: Node): Node {
  return add(a, mul(sub(b, a), share));
}

/** The next state, and the norm of the gradient before clipping (scalar). */
export function adamStep(
  state: OptimiserState,
  gradient: Node,
  { rate, decay, renewal }: StepScalars,
  { beta1, beta2, epsilon, clip }: AdamOptions,
): OptimiserState & { readonly norm: Node } {
  const norm = reshape(sqrt(reduceSum(mul(gradient, gradient))), []);
  const shrink = div(scalar(clip), maximum(norm, scalar(clip)));
  const clipped = mul(gradient, shrink);
  const mean = towards(state.mean, clipped, scalar(1 - beta1));
  const square = towards(
    state.square,
    mul(clipped, clipped),
    scalar(1 - beta2),
  );
  const move = mul(div(mean, add(sqrt(square), scalar(epsilon))), rate);
  const weights = sub(mul(state.weights, sub(scalar(1), decay)), move);
  const average = towards(state.average, weights, renewal);
  return { weights, mean, square, average, norm };
}
