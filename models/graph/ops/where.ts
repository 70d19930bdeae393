/** y = a where c > 0, else b; all three broadcast. ∂a and ∂b are dy on their side, c has none. */
import { type Node, type Op, apply, refuse, scalar } from "../graph.ts";
import {
  type Tensor,
  broadcastOffset,
  broadcastShape,
  stridesOf,
  tabulate,
} from "../tensor.ts";
import { sumTo } from "./elementwise.ts";

export const whereOp: Op = {
  name: "where",
  shape([c = [], a = [], b = []]) {
    const branches = broadcastShape(a, b);
    return (
      (branches && broadcastShape(c, branches)) ??
      refuse("where", "shapes that broadcast", [c, a, b])
    );
  },
  gradient(node, upstream) {
    const [c, a, b] = node.inputs as [Node, Node, Node];
    return [
      null,
      sumTo(where(c, upstream, scalar(0)), a),
      sumTo(where(c, scalar(0), upstream), b),
    ];
  },
  evaluate(inputs, _attributes, shape) {
    const [c, a, b] = inputs as [Tensor, Tensor, Tensor];
    const strides = new Map(inputs.map((t) => [t, stridesOf(t.shape)]));
    const read = (t: Tensor, index: readonly number[]) =>
      t.data[broadcastOffset(index, t.shape, strides.get(t) ?? [])] ?? NaN;
    return tabulate(shape, (index) => read(read(c, index) > 0 ? a : b, index));
  },
};

export function where(c: Node, a: Node, b: Node): Node {
  return apply(whereOp, [c, a, b], {});
}
