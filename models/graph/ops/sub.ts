/** y = a − b, broadcast. ∂a = dy, ∂b = −dy. */
import { type Node, apply, scalar } from "../graph.ts";
import { binary } from "./elementwise.ts";
import { mul } from "./mul.ts";

export const subOp = binary(
  "sub",
  (a, b) => a - b,
  (_a, _b, upstream) => [upstream, mul(upstream, scalar(-1))],
);

export function sub(a: Node, b: Node): Node {
  return apply(subOp, [a, b], {});
}
