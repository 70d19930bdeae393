/** The same values in row-major order under another shape. ∂x = dy, reshaped back. */
import { type Node, type Op, apply, refuse } from "../graph.ts";
import { type Shape, sizeOf } from "../tensor.ts";

export const reshapeOp: Op<{ readonly to: Shape }> = {
  name: "reshape",
  shape([x = []], { to }) {
    if (sizeOf(x) !== sizeOf(to))
      refuse("reshape", `${String(sizeOf(x))} elements`, to);
    return to;
  },
  gradient(node, upstream) {
    const [x] = node.inputs as [Node];
    return [reshape(upstream, x.shape)];
  },
  evaluate: ([x], _attributes, shape) => ({
    shape,
    data: x?.data ?? new Float64Array(0),
  }),
};

export function reshape(x: Node, to: Shape): Node {
  return apply(reshapeOp, [x], { to });
}
