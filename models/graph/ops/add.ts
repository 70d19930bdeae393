/** y = a + b, broadcast. ∂a = dy, ∂b = dy. */
import { type Node, apply } from "../graph.ts";
import { binary } from "./elementwise.ts";

export const addOp = binary(
  "add",
  (a, b) => a + b,
  (_a, _b, upstream) => [upstream, upstream],
);

export function add(a: Node, b: Node): Node {
  return apply(addOp, [a, b], {});
}
