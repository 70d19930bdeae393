/** y = the box of x from `starts` (inclusive) to `ends` (exclusive), an entry for each axis. ∂x = dy, padded with zeros. */
import { type Node, type Op, apply, refuse } from "../graph.ts";
import { stridesOf, tabulate } from "../tensor.ts";
import { pad } from "./pad.ts";

export interface SliceAttributes {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export const sliceOp: Op<SliceAttributes> = {
  name: "slice",
  shape([x = []], { starts, ends }) {
    const fits = x.every((extent, axis) => {
      const [start = -1, end = -1] = [starts[axis], ends[axis]];
      return 0 <= start && start < end && end <= extent;
    });
    if (!fits || starts.length !== x.length || ends.length !== x.length)
      refuse("slice", `a box within ${JSON.stringify(x)}`, { starts, ends });
    return ends.map((end, axis) => end - (starts[axis] ?? 0));
  },
  gradient(node, upstream) {
    const [x] = node.inputs as [Node];
    const { starts, ends } = node.attributes;
    const after = x.shape.map((extent, axis) => extent - (ends[axis] ?? 0));
    return [pad(upstream, starts, after)];
  },
  evaluate([x], { starts }, shape) {
    const strides = stridesOf(x?.shape ?? []);
    return tabulate(shape, (index) => {
      let offset = 0;
      index.forEach((i, axis) => {
        offset += (i + (starts[axis] ?? 0)) * (strides[axis] ?? 0);
      });
      return x?.data[offset] ?? NaN;
    });
  },
};

export function slice(
  x: Node,
  starts: readonly number[],
  ends: readonly number[],
): Node {
  return apply(sliceOp, [x], { starts, ends });
}
