/** y = |x|. ∂x = dy · sign(x), with −1 taken at 0. */
import { type Node, apply, scalar } from "../graph.ts";
import { unary } from "./elementwise.ts";
import { mul } from "./mul.ts";
import { where } from "./where.ts";

export const absOp = unary<object>("abs", Math.abs, (node, upstream) => {
  const [x] = node.inputs as [Node];
  return mul(upstream, where(x, scalar(1), scalar(-1)));
});

export function abs(x: Node): Node {
  return apply(absOp, [x], {});
}
