/** y[i₀, i₁, …] = x with axis perm[k] of x as axis k of y. ∂x = dy, transposed by the inverse permutation. */
import { type Node, type Op, apply, refuse } from "../graph.ts";
import { stridesOf, tabulate } from "../tensor.ts";

export interface TransposeAttributes {
  readonly perm: readonly number[];
}

export const transposeOp: Op<TransposeAttributes> = {
  name: "transpose",
  shape([x = []], { perm }) {
    const isPermutation =
      perm.length === x.length && x.every((_, axis) => perm.includes(axis));
    if (!isPermutation)
      refuse("transpose", `a permutation of ${String(x.length)} axes`, perm);
    return perm.map((axis) => x[axis] ?? 0);
  },
  gradient(node, upstream) {
    const { perm } = node.attributes;
    return [
      transpose(
        upstream,
        perm.map((_, axis) => perm.indexOf(axis)),
      ),
    ];
  },
  evaluate([x], { perm }, shape) {
    const own = stridesOf(x?.shape ?? []);
    const strides = perm.map((axis) => own[axis] ?? 0);
    return tabulate(shape, (index) => {
      const offset = index.reduce(
        (sum, i, k) => sum + i * (strides[k] ?? 0),
        0,
      );
      return x?.data[offset] ?? NaN;
    });
  },
  reach: (rows, { perm }) =>
    perm[2] === 2 && perm[3] === 3
      ? rows
      : refuse("transpose", "rows and columns left in place", perm),
};

/** Axis k of the result is axis perm[k] of x, as in NumPy. */
export function transpose(x: Node, perm: readonly number[]): Node {
  return apply(transposeOp, [x], { perm });
}
