/** y = eˣ. ∂x = dy · y. */
import { type Node, apply } from "../graph.ts";
import { unary } from "./elementwise.ts";
import { mul } from "./mul.ts";

export const expOp = unary<object>("exp", Math.exp, (node, upstream) =>
  mul(upstream, node),
);

export function exp(x: Node): Node {
  return apply(expOp, [x], {});
}
