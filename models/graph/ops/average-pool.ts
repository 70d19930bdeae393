/** y[n,c,i,j] = the mean of one size×size window of x. ∂x = dy / size² all over the window. */
import { type Node, type Op, apply, scalar } from "../graph.ts";
import { mul } from "./mul.ts";
import {
  type PoolAttributes,
  evaluatePool,
  poolReach,
  pooledShape,
} from "./pooling.ts";
import { upsampleNearest } from "./upsample-nearest.ts";

export const averagePoolOp: Op<PoolAttributes> = {
  name: "averagePool",
  shape: ([x = []], attributes) => pooledShape("averagePool", x, attributes),
  gradient(node, upstream) {
    const { size } = node.attributes;
    return [mul(upsampleNearest(upstream, size), scalar(1 / (size * size)))];
  },
  evaluate: ([x], attributes, shape) =>
    evaluatePool(
      x,
      attributes,
      shape,
      (window) => window.reduce((sum, value) => sum + value) / window.length,
    ),
  reach: poolReach,
};

/** x: N×C×H×W → N×C×(H/size)×(W/size), windows side by side. */
export function averagePool(x: Node, size: number): Node {
  return apply(averagePoolOp, [x], { size });
}
