/** y = x with `before` and `after` zeros added on each axis. ∂x = dy, sliced. */
import { type Node, type Op, apply, refuse } from "../graph.ts";
import { stridesOf, tabulate } from "../tensor.ts";
import { slice } from "./slice.ts";

export interface PadAttributes {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export const padOp: Op<PadAttributes> = {
  name: "pad",
  shape([x = []], { before, after }) {
    const counts = [...before, ...after];
    if (counts.length !== 2 * x.length || counts.some((count) => count < 0))
      refuse("pad", `counts ≥ 0 for ${String(x.length)} axes`, {
        before,
        after,
      });
    return x.map(
      (extent, axis) => extent + (before[axis] ?? 0) + (after[axis] ?? 0),
    );
  },
  gradient(node, upstream) {
    const [x] = node.inputs as [Node];
    const { before } = node.attributes;
    const ends = x.shape.map((extent, axis) => extent + (before[axis] ?? 0));
    return [slice(upstream, before, ends)];
  },
  evaluate([x], { before }, shape) {
    const source = x?.shape ?? [];
    const strides = stridesOf(source);
    return tabulate(shape, (index) => {
      let offset = 0;
      for (let axis = 0; axis < index.length; axis++) {
        const i = (index[axis] ?? 0) - (before[axis] ?? 0);
        if (i < 0 || i >= (source[axis] ?? 0)) return 0;
        offset += i * (strides[axis] ?? 0);
      }
      return x?.data[offset] ?? NaN;
    });
  },
};

export function pad(
  x: Node,
  before: readonly number[],
  after: readonly number[],
): Node {
  return apply(padOp, [x], { before, after });
}
