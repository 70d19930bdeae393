/** y = √x, x > 0. ∂x = dy / (2y). */
import { type Node, apply, scalar } from "../graph.ts";
import { div } from "./div.ts";
import { unary } from "./elementwise.ts";
import { mul } from "./mul.ts";

export const sqrtOp = unary<object>("sqrt", Math.sqrt, (node, upstream) =>
  div(mul(upstream, scalar(0.5)), node),
);

export function sqrt(x: Node): Node {
  return apply(sqrtOp, [x], {});
}
