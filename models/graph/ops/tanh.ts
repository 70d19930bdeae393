/** y = tanh x. ∂x = dy · (1 − y²). */
import { type Node, apply, scalar } from "../graph.ts";
import { unary } from "./elementwise.ts";
import { mul } from "./mul.ts";
import { sub } from "./sub.ts";

export const tanhOp = unary<object>("tanh", Math.tanh, (node, upstream) =>
  mul(upstream, sub(scalar(1), mul(node, node))),
);

export function tanh(x: Node): Node {
  return apply(tanhOp, [x], {});
}
