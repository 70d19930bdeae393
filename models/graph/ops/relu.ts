/** y = max(x, 0). ∂x = dy where y > 0. */
import { type Node, apply, scalar } from "../graph.ts";
import { unary } from "./elementwise.ts";
import { where } from "./where.ts";

export const reluOp = unary<object>(
  "relu",
  (x) => Math.max(x, 0),
  // The mask is read from y, so that x need not be kept in memory until the backward pass.
  (node, upstream) => where(node, upstream, scalar(0)),
);

export function relu(x: Node): Node {
  return apply(reluOp, [x], {});
}
