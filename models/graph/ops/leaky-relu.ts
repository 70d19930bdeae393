/** y = x where x > 0, else slope · x, with 0 ≤ slope. ∂x = dy or slope · dy likewise, the latter at 0. */
import { type Node, type Op, apply, refuse, scalar } from "../graph.ts";
import { unary } from "./elementwise.ts";
import { mul } from "./mul.ts";
import { where } from "./where.ts";

export interface LeakyReluAttributes {
  readonly slope: number;
}

export const leakyReluOp: Op<LeakyReluAttributes> = {
  ...unary<LeakyReluAttributes>(
    "leakyRelu",
    (x, { slope }) => (x > 0 ? x : slope * x),
    // y > 0 exactly where x > 0 because the slope is not negative; see relu on why y is read.
    (node, upstream) =>
      where(node, upstream, mul(upstream, scalar(node.attributes.slope))),
  ),
  shape([x = []], { slope }) {
    if (!(slope >= 0 && slope < Infinity))
      refuse("leakyRelu", "a finite slope ≥ 0", String(slope));
    return x;
  },
};

/** Slope defaults to 0.01. */
export function leakyRelu(x: Node, slope = 0.01): Node {
  return apply(leakyReluOp, [x], { slope });
}
