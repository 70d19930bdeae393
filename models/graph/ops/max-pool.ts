/** y[n,c,i,j] = the maximum of one size×size window of x. ∂x = dy at the maximum, shared equally where several are equal. */
import { type Node, type Op, apply, scalar } from "../graph.ts";
import { averagePool } from "./average-pool.ts";
import { div } from "./div.ts";
import { mul } from "./mul.ts";
import {
  type PoolAttributes,
  evaluatePool,
  poolReach,
  pooledShape,
} from "./pooling.ts";
import { sub } from "./sub.ts";
import { upsampleNearest } from "./upsample-nearest.ts";
import { where } from "./where.ts";

export const maxPoolOp: Op<PoolAttributes> = {
  name: "maxPool",
  shape: ([x = []], attributes) => pooledShape("maxPool", x, attributes),
  gradient(node, upstream) {
    const [x] = node.inputs as [Node];
    const { size } = node.attributes;
    // A maximum is a copy of its sample, so the difference is exactly 0 there and positive elsewhere.
    const below = sub(upsampleNearest(node, size), x);
    const isMaximum = where(below, scalar(0), scalar(1));
    // Sharing among equals keeps Σ∂x = dy, and no engine has to agree on which of them came first.
    const share = div(
      mul(upstream, scalar(1 / (size * size))),
      averagePool(isMaximum, size),
    );
    return [mul(isMaximum, upsampleNearest(share, size))];
  },
  evaluate: ([x], attributes, shape) =>
    evaluatePool(x, attributes, shape, (window) => Math.max(...window)),
  reach: poolReach,
};

/** x: N×C×H×W → N×C×(H/size)×(W/size), windows side by side. */
export function maxPool(x: Node, size: number): Node {
  return apply(maxPoolOp, [x], { size });
}
