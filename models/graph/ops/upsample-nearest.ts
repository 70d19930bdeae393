/** y[n,c,i,j] = x[n,c, ⌊i/f⌋, ⌊j/f⌋]: every sample becomes an f×f block. ∂x = the sum of dy over each block. */
import { type Node, type Op, apply, refuse, scalar } from "../graph.ts";
import { stridesOf, tabulate } from "../tensor.ts";
import { averagePool } from "./average-pool.ts";
import { mul } from "./mul.ts";

export interface FactorAttributes {
  readonly factor: number;
}

export const upsampleNearestOp: Op<FactorAttributes> = {
  name: "upsampleNearest",
  shape([x = []], { factor }) {
    const [n = 0, c = 0, h = 0, w = 0] = x;
    if (x.length !== 4 || !Number.isInteger(factor) || factor < 1)
      refuse("upsampleNearest", "N×C×H×W and an integer factor ≥ 1", [
        x,
        factor,
      ]);
    return [n, c, h * factor, w * factor];
  },
  gradient(node, upstream) {
    const { factor } = node.attributes;
    return [mul(averagePool(upstream, factor), scalar(factor * factor))];
  },
  evaluate([x], { factor }, shape) {
    const [sn = 0, sc = 0, sh = 0] = stridesOf(x?.shape ?? []);
    return tabulate(shape, ([n = 0, c = 0, i = 0, j = 0]) => {
      const row = Math.floor(i / factor);
      const column = Math.floor(j / factor);
      return x?.data[n * sn + c * sc + row * sh + column] ?? NaN;
    });
  },
  reach: ({ first, last }, { factor }) => ({
    first: Math.floor(first / factor),
    last: Math.floor(last / factor),
  }),
};

/** x: N×C×H×W → N×C×(H·factor)×(W·factor). */
export function upsampleNearest(x: Node, factor: number): Node {
  return apply(upsampleNearestOp, [x], { factor });
}
