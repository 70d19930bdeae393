/** y = mean of x over `axes`, which stay with extent 1. ∂x = dy / n, repeated along them. */
import { type Node, type Op, apply, constant } from "../graph.ts";
import { sizeOf } from "../tensor.ts";
import { mul } from "./mul.ts";
import {
  type ReduceAttributes,
  reduceSumOp,
  reducedShape,
} from "./reduce-sum.ts";

export const reduceMeanOp: Op<ReduceAttributes> = {
  name: "reduceMean",
  shape: ([x = []], attributes) => reducedShape("reduceMean", x, attributes),
  gradient(node, upstream) {
    const [x] = node.inputs as [Node];
    const count = sizeOf(x.shape) / sizeOf(node.shape);
    const share = new Float32Array(sizeOf(x.shape)).fill(1 / count);
    return [mul(upstream, constant(x.shape, share))];
  },
  evaluate(inputs, attributes, shape) {
    const sum = reduceSumOp.evaluate(inputs, attributes, shape);
    const count = sizeOf(inputs[0]?.shape ?? []) / sizeOf(shape);
    return { shape, data: sum.data.map((value) => value / count) };
  },
};

/** Mean over `axes` (all of them when left out); the rank is kept. */
export function reduceMean(
  x: Node,
  axes: readonly number[] = x.shape.map((_, axis) => axis),
): Node {
  return apply(reduceMeanOp, [x], { axes });
}
