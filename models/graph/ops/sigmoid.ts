/** y = 1 / (1 + e⁻ˣ). ∂x = dy · (y − y²). */
import { type Node, apply } from "../graph.ts";
import { unary } from "./elementwise.ts";
import { mul } from "./mul.ts";
import { sub } from "./sub.ts";

export const sigmoidOp = unary<object>(
  "sigmoid",
  (x) => 1 / (1 + Math.exp(-x)),
  (node, upstream) => mul(upstream, sub(node, mul(node, node))),
);

export function sigmoid(x: Node): Node {
  return apply(sigmoidOp, [x], {});
}
