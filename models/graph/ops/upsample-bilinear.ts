/**
 * y = R · x · Cᵀ for every channel, where R and C interpolate linearly between rows and columns: pixel centres lie at
 * half positions, edges are clamped. ∂x = Rᵀ · dy · C, the adjoint.
 */
import { type Node, type Op, apply, constant, refuse } from "../graph.ts";
import { stridesOf, tabulate } from "../tensor.ts";
import { matmul } from "./matmul.ts";
import { transpose } from "./transpose.ts";
import type { FactorAttributes } from "./upsample-nearest.ts";

export const upsampleBilinearOp: Op<FactorAttributes> = {
  name: "upsampleBilinear",
  shape([x = []], { factor }) {
    const [n = 0, c = 0, h = 0, w = 0] = x;
    if (x.length !== 4 || !Number.isInteger(factor) || factor < 1)
      refuse("upsampleBilinear", "N×C×H×W and an integer factor ≥ 1", [
        x,
        factor,
      ]);
    return [n, c, h * factor, w * factor];
  },
  gradient(node, upstream) {
    const [x] = node.inputs as [Node];
    const [, , height = 0, width = 0] = x.shape;
    const { factor } = node.attributes;
    const rows = interpolationMatrix(height, factor);
    const columns = interpolationMatrix(width, factor);
    return [matmul(transpose(rows, [1, 0]), matmul(upstream, columns))];
  },
  evaluate([x], { factor }, shape) {
    const [, , height = 0, width = 0] = x?.shape ?? [];
    const [sn = 0, sc = 0, sh = 0] = stridesOf(x?.shape ?? []);
    return tabulate(shape, ([n = 0, c = 0, i = 0, j = 0]) => {
      let sum = 0;
      for (const row of taps(i, height, factor))
        for (const column of taps(j, width, factor)) {
          const offset = n * sn + c * sc + row.at * sh + column.at;
          sum += row.weight * column.weight * (x?.data[offset] ?? NaN);
        }
      return sum;
    });
  },
  reach: ({ first, last }, { factor }) => ({
    first: Math.floor(position(first, factor)),
    last: Math.ceil(position(last, factor)),
  }),
};

/** x: N×C×H×W → N×C×(H·factor)×(W·factor). */
export function upsampleBilinear(x: Node, factor: number): Node {
  return apply(upsampleBilinearOp, [x], { factor });
}

/** Where the centre of output row i lies between the input's rows: (i + ½) / factor − ½. */
function position(i: number, factor: number): number {
  return (2 * i + 1 - factor) / (2 * factor);
}

/** The two input rows that output row i is mixed from. They are the same one beyond the edges. */
function taps(
  i: number,
  extent: number,
  factor: number,
): readonly { at: number; weight: number }[] {
  const between = position(i, factor);
  const before = Math.floor(between);
  const clamped = (row: number) => Math.min(Math.max(row, 0), extent - 1);
  return [
    { at: clamped(before), weight: 1 - (between - before) },
    { at: clamped(before + 1), weight: between - before },
  ];
}

/** (extent·factor)×extent: row i holds the weights of output row i. */
function interpolationMatrix(extent: number, factor: number): Node {
  const data = new Float32Array(extent * factor * extent);
  for (let i = 0; i < extent * factor; i++)
    for (const { at, weight } of taps(i, extent, factor))
      data[i * extent + at] = (data[i * extent + at] ?? 0) + weight;
  return constant([extent * factor, extent], data);
}
