/** y = a / b, broadcast. ∂a = dy / b, ∂b = −dy · y / b. */
import { type Node, apply, scalar } from "../graph.ts";
import { binary } from "./elementwise.ts";
import { mul } from "./mul.ts";

export const divOp = binary(
  "div",
  (a, b) => a / b,
  (_a, b, upstream, y) => {
    const quotient = div(upstream, b);
    return [quotient, mul(mul(quotient, y), scalar(-1))];
  },
);

export function div(a: Node, b: Node): Node {
  return apply(divOp, [a, b], {});
}
