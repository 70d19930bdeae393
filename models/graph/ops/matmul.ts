/** y[…,i,j] = Σₖ a[…,i,k] · b[…,k,j], leading axes broadcast. ∂a = dy · bᵀ, ∂b = aᵀ · dy. */
import { type Node, type Op, apply, refuse } from "../graph.ts";
import {
  type Shape,
  broadcastOffset,
  broadcastShape,
  stridesOf,
  tabulate,
} from "../tensor.ts";
import { sumTo } from "./elementwise.ts";
import { transpose } from "./transpose.ts";

export const matmulOp: Op = {
  name: "matmul",
  shape([a = [], b = []]) {
    const lead = broadcastShape(a.slice(0, -2), b.slice(0, -2));
    if (!lead || a.length < 2 || b.length < 2 || a.at(-1) !== b.at(-2))
      refuse("matmul", "a …×I×K and b …×K×J", [a, b]);
    return [...lead, a.at(-2) ?? 0, b.at(-1) ?? 0];
  },
  gradient(node, upstream) {
    const [a, b] = node.inputs as [Node, Node];
    return [
      sumTo(matmul(upstream, transposeMatrices(b)), a),
      sumTo(matmul(transposeMatrices(a), upstream), b),
    ];
  },
  evaluate([a, b], _attributes, shape) {
    const aShape: Shape = a?.shape ?? [];
    const bShape: Shape = b?.shape ?? [];
    const aStrides = stridesOf(aShape);
    const bStrides = stridesOf(bShape);
    const terms = aShape.at(-1) ?? 0;
    const bStep = bStrides.at(-2) ?? 0;
    return tabulate(shape, (index) => {
      const aStart = broadcastOffset(index.with(-1, 0), aShape, aStrides);
      const bStart = broadcastOffset(index.with(-2, 0), bShape, bStrides);
      let sum = 0;
      for (let k = 0; k < terms; k++)
        sum +=
          (a?.data[aStart + k] ?? NaN) * (b?.data[bStart + k * bStep] ?? NaN);
      return sum;
    });
  },
  reach: () => refuse("matmul", "an op with a finite reach", "whole rows"),
};

/** a: …×I×K, b: …×K×J → …×I×J, where the leading axes broadcast. */
export function matmul(a: Node, b: Node): Node {
  return apply(matmulOp, [a, b], {});
}

function transposeMatrices(x: Node): Node {
  const perm = x.shape.map((_, axis) => axis);
  const rank = perm.length;
  return transpose(x, [...perm.slice(0, -2), rank - 1, rank - 2]);
}
