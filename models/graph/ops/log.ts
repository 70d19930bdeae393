/** y = ln x, x > 0. ∂x = dy / x. */
import { type Node, apply } from "../graph.ts";
import { div } from "./div.ts";
import { unary } from "./elementwise.ts";

export const logOp = unary<object>("log", Math.log, (node, upstream) => {
  const [x] = node.inputs as [Node];
  return div(upstream, x);
});

export function log(x: Node): Node {
  return apply(logOp, [x], {});
}
