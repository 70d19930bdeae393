/** y = a · b, broadcast. ∂a = dy · b, ∂b = dy · a. */
import { type Node, apply } from "../graph.ts";
import { binary } from "./elementwise.ts";

export const mulOp = binary(
  "mul",
  (a, b) => a * b,
  (a, b, upstream) => [mul(upstream, b), mul(upstream, a)],
);

export function mul(a: Node, b: Node): Node {
  return apply(mulOp, [a, b], {});
}
