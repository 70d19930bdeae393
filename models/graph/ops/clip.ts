/** y = min(max(x, low), high). ∂x = dy where low < x < high, so 0 at the bounds. */
import { type Node, type Op, apply, refuse, scalar } from "../graph.ts";
import { unary } from "./elementwise.ts";
import { mul } from "./mul.ts";
import { sub } from "./sub.ts";
import { where } from "./where.ts";

export interface ClipAttributes {
  readonly low: number;
  readonly high: number;
}

export const clipOp: Op<ClipAttributes> = {
  ...unary<ClipAttributes>(
    "clip",
    // In float32, as engines hold the bounds: the gradient compares y with them.
    (x, { low, high }) =>
      Math.min(Math.max(x, Math.fround(low)), Math.fround(high)),
    (node, upstream) => {
      const { low, high } = node.attributes;
      // Positive exactly between the bounds, and read from y: see relu.
      const inside = mul(sub(node, scalar(low)), sub(scalar(high), node));
      return where(inside, upstream, scalar(0));
    },
  ),
  shape([x = []], { low, high }) {
    if (!(-Infinity < low && low < high && high < Infinity))
      refuse("clip", "finite low < high", `${String(low)}, ${String(high)}`);
    return x;
  },
};

export function clip(x: Node, low: number, high: number): Node {
  return apply(clipOp, [x], { low, high });
}
