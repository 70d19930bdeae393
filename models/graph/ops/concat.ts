/** y = the inputs one after another along `axis`. Each ∂x is its own slice of dy. */
import { type Node, type Op, apply, refuse } from "../graph.ts";
import { stridesOf, tabulate } from "../tensor.ts";
import { slice } from "./slice.ts";

export interface ConcatAttributes {
  readonly axis: number;
}

export const concatOp: Op<ConcatAttributes> = {
  name: "concat",
  shape(inputs, { axis }) {
    const [head = []] = inputs;
    const fits = inputs.every(
      (x) =>
        x.length === head.length &&
        x.every((extent, i) => i === axis || extent === head[i]),
    );
    if (!fits || !(axis in head))
      refuse(
        "concat",
        `shapes that differ only on axis ${String(axis)}`,
        inputs,
      );
    const total = inputs.reduce((sum, x) => sum + (x[axis] ?? 0), 0);
    return head.map((extent, i) => (i === axis ? total : extent));
  },
  gradient(node, upstream) {
    const { axis } = node.attributes;
    let offset = 0;
    return node.inputs.map((x) => {
      const start = offset;
      offset += x.shape[axis] ?? 0;
      return slice(
        upstream,
        x.shape.map((_, i) => (i === axis ? start : 0)),
        x.shape.map((extent, i) => (i === axis ? offset : extent)),
      );
    });
  },
  evaluate(inputs, { axis }, shape) {
    return tabulate(shape, (index) => {
      let position = index[axis] ?? 0;
      for (const x of inputs) {
        const extent = x.shape[axis] ?? 0;
        if (position < extent) {
          const strides = stridesOf(x.shape);
          const offset = index.reduce(
            (sum, i, k) =>
              sum + (k === axis ? position : i) * (strides[k] ?? 0),
            0,
          );
          return x.data[offset] ?? NaN;
        }
        position -= extent;
      }
      return NaN;
    });
  },
};

export function concat(inputs: readonly Node[], axis: number): Node {
  return apply(concatOp, inputs, { axis });
}
