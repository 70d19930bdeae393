/** y = Σ x over `axes`, which stay with extent 1. ∂x = dy, repeated along them. */
import { type Node, type Op, apply, constant, refuse } from "../graph.ts";
import {
  type Shape,
  broadcastOffset,
  forEachIndex,
  sizeOf,
  stridesOf,
} from "../tensor.ts";
import { add } from "./add.ts";

export interface ReduceAttributes {
  readonly axes: readonly number[];
}

export const reduceSumOp: Op<ReduceAttributes> = {
  name: "reduceSum",
  shape: ([x = []], attributes) => reducedShape("reduceSum", x, attributes),
  gradient(node, upstream) {
    const [x] = node.inputs as [Node];
    // Adding zeros of x's shape is the IR's way to broadcast.
    return [
      add(upstream, constant(x.shape, new Float32Array(sizeOf(x.shape)))),
    ];
  },
  evaluate([x], _attributes, shape) {
    const data = new Float64Array(sizeOf(shape));
    const strides = stridesOf(shape);
    forEachIndex(x?.shape ?? [], (index, flat) => {
      const target = broadcastOffset(index, shape, strides);
      data[target] = (data[target] ?? 0) + (x?.data[flat] ?? NaN);
    });
    return { shape, data };
  },
};

/** Refuses axes that x does not have, and an axis given twice. */
export function reducedShape(
  op: string,
  x: Shape,
  { axes }: ReduceAttributes,
): Shape {
  if (new Set(axes).size !== axes.length || !axes.every((axis) => axis in x))
    refuse(op, `distinct axes of ${JSON.stringify(x)}`, axes);
  return x.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
}

/** Sum over `axes` (all of them when left out); the rank is kept. */
export function reduceSum(
  x: Node,
  axes: readonly number[] = x.shape.map((_, axis) => axis),
): Node {
  return apply(reduceSumOp, [x], { axes });
}
