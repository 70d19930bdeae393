/** What each op computes, on examples small enough to work out by hand. */
import { describe, expect, test } from "vitest";
import { evaluate } from "../../../models/graph/evaluate.ts";
import { gradients } from "../../../models/graph/grad.ts";
import {
  type Node,
  constant,
  graph,
  input,
} from "../../../models/graph/graph.ts";
import { abs } from "../../../models/graph/ops/abs.ts";
import { add } from "../../../models/graph/ops/add.ts";
import { averagePool } from "../../../models/graph/ops/average-pool.ts";
import { clip } from "../../../models/graph/ops/clip.ts";
import { concat } from "../../../models/graph/ops/concat.ts";
import { convTranspose2d } from "../../../models/graph/ops/conv2d-input-gradient.ts";
import { conv2dWeightGradient } from "../../../models/graph/ops/conv2d-weight-gradient.ts";
import { conv2d } from "../../../models/graph/ops/conv2d.ts";
import { depthToSpace } from "../../../models/graph/ops/depth-to-space.ts";
import { div } from "../../../models/graph/ops/div.ts";
import { exp } from "../../../models/graph/ops/exp.ts";
import { leakyRelu } from "../../../models/graph/ops/leaky-relu.ts";
import { log } from "../../../models/graph/ops/log.ts";
import { matmul } from "../../../models/graph/ops/matmul.ts";
import { maxPool } from "../../../models/graph/ops/max-pool.ts";
import { maximum } from "../../../models/graph/ops/maximum.ts";
import { mul } from "../../../models/graph/ops/mul.ts";
import { pad } from "../../../models/graph/ops/pad.ts";
import { reduceMean } from "../../../models/graph/ops/reduce-mean.ts";
import { reduceSum } from "../../../models/graph/ops/reduce-sum.ts";
import { relu } from "../../../models/graph/ops/relu.ts";
import { reshape } from "../../../models/graph/ops/reshape.ts";
import { sigmoid } from "../../../models/graph/ops/sigmoid.ts";
import { slice } from "../../../models/graph/ops/slice.ts";
import { spaceToDepth } from "../../../models/graph/ops/space-to-depth.ts";
import { sqrt } from "../../../models/graph/ops/sqrt.ts";
import { sub } from "../../../models/graph/ops/sub.ts";
import { tanh } from "../../../models/graph/ops/tanh.ts";
import { transpose } from "../../../models/graph/ops/transpose.ts";
import { upsampleBilinear } from "../../../models/graph/ops/upsample-bilinear.ts";
import { upsampleNearest } from "../../../models/graph/ops/upsample-nearest.ts";
import { where } from "../../../models/graph/ops/where.ts";
import type { Shape } from "../../../models/graph/tensor.ts";

const row = (...values: number[]) => constant([values.length], values);

/** One image with one channel. */
function picture(...rows: readonly (readonly number[])[]): Node {
  return constant([1, 1, rows.length, rows[0]?.length ?? 0], rows.flat());
}

/** `channels` images of one row. */
function channels(...values: readonly (readonly number[])[]): Node {
  return constant([1, values.length, 1, values[0]?.length ?? 0], values.flat());
}

const square = picture([1, 2], [3, 4]);
const grid = picture([1, 2, 3], [4, 5, 6], [7, 8, 9]);
const matrix = constant([2, 3], [1, 2, 3, 4, 5, 6]);

interface Example {
  readonly name: string;
  readonly node: Node;
  readonly shape: Shape;
  readonly values: readonly number[];
}

const example = (
  name: string,
  node: Node,
  shape: Shape,
  values: readonly number[],
): Example => ({ name, node, shape, values });

const examples: readonly Example[] = [
  example("abs", abs(row(-2, 0, 3)), [3], [2, 0, 3]),
  example(
    "add a column and a row",
    add(constant([2, 1], [10, 20]), row(1, 2, 3)),
    [2, 3],
    [11, 12, 13, 21, 22, 23],
  ),
  example("sub", sub(row(5, 5), row(2, 7)), [2], [3, -2]),
  example("mul by a scalar", mul(row(1, -2), constant([], [3])), [2], [3, -6]),
  example("div", div(row(1, 6), row(4, -2)), [2], [0.25, -3]),
  example("maximum", maximum(row(1, -2), row(0, -1)), [2], [1, -1]),
  example("relu", relu(row(-1, 0, 2)), [3], [0, 0, 2]),
  example("leakyRelu", leakyRelu(row(-2, 0, 2), 0.25), [3], [-0.5, 0, 2]),
  example("sigmoid", sigmoid(row(0, Math.log(3))), [2], [0.5, 0.75]),
  example("sigmoid far out", sigmoid(row(-1000, 1000)), [2], [0, 1]),
  example("tanh", tanh(row(0, Math.log(2))), [2], [0, 0.6]),
  example("exp", exp(row(0, Math.log(5))), [2], [1, 5]),
  example("log", log(row(1, Math.E)), [2], [0, 1]),
  example("sqrt", sqrt(row(0, 9)), [2], [0, 3]),
  example("clip", clip(row(-3, 0.5, 3), -1, 2), [3], [-1, 0.5, 2]),
  example(
    "where",
    where(row(-1, 0, 1), row(1, 2, 3), row(4, 5, 6)),
    [3],
    [4, 5, 3],
  ),
  example("reshape", reshape(matrix, [3, 2]), [3, 2], [1, 2, 3, 4, 5, 6]),
  example("transpose", transpose(matrix, [1, 0]), [3, 2], [1, 4, 2, 5, 3, 6]),
  example(
    "transpose three axes",
    transpose(constant([1, 2, 3], [1, 2, 3, 4, 5, 6]), [2, 0, 1]),
    [3, 1, 2],
    [1, 4, 2, 5, 3, 6],
  ),
  example("slice", slice(matrix, [0, 1], [2, 3]), [2, 2], [2, 3, 5, 6]),
  example(
    "concat rows",
    concat([matrix, constant([1, 3], [7, 8, 9])], 0),
    [3, 3],
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
  ),
  example(
    "concat columns",
    concat([matrix, constant([2, 1], [7, 8])], 1),
    [2, 4],
    [1, 2, 3, 7, 4, 5, 6, 8],
  ),
  example(
    "pad",
    pad(constant([1, 2], [1, 2]), [1, 0], [0, 2]),
    [2, 4],
    [0, 0, 0, 0, 1, 2, 0, 0],
  ),
  example("reduceSum", reduceSum(matrix, [0]), [1, 3], [5, 7, 9]),
  example("reduceSum of all", reduceSum(matrix), [1, 1], [21]),
  example("reduceMean", reduceMean(matrix, [1]), [2, 1], [2, 5]),
  example(
    "matmul",
    matmul(matrix, transpose(matrix, [1, 0])),
    [2, 2],
    [14, 32, 32, 77],
  ),
  example(
    "matmul, one matrix for a batch",
    matmul(constant([2, 1, 2], [1, 2, 3, 4]), constant([2, 1], [10, 1])),
    [2, 1, 1],
    [12, 34],
  ),
  example(
    "spaceToDepth",
    spaceToDepth(picture([1, 2, 5, 6], [3, 4, 7, 8]), 2),
    [1, 4, 1, 2],
    [1, 5, 2, 6, 3, 7, 4, 8],
  ),
  example(
    "depthToSpace",
    depthToSpace(channels([1, 5], [2, 6], [3, 7], [4, 8]), 2),
    [1, 1, 2, 4],
    [1, 2, 5, 6, 3, 4, 7, 8],
  ),
  example(
    "conv2d is a correlation",
    conv2d(grid, picture([1, 10], [100, 1000])),
    [1, 1, 2, 2],
    [5421, 6532, 8754, 9865],
  ),
  example(
    "conv2d with padding",
    conv2d(square, picture([0, 0, 0], [0, 1, 10], [0, 100, 1000]), {
      padding: 1,
    }),
    [1, 1, 2, 2],
    [4321, 402, 43, 4],
  ),
  example(
    "conv2d with stride",
    conv2d(grid, picture([1]), { stride: 2 }),
    [1, 1, 2, 2],
    [1, 3, 7, 9],
  ),
  example(
    "conv2d sums channels",
    conv2d(channels([1, 2], [3, 4]), constant([2, 2, 1, 1], [1, 10, 0, 1])),
    [1, 2, 1, 2],
    [31, 42, 3, 4],
  ),
  example(
    "convTranspose2d",
    convTranspose2d(picture([1, 2]), picture([1, 10], [100, 1000]), {
      stride: 2,
    }),
    [1, 1, 2, 4],
    [1, 10, 2, 20, 100, 1000, 200, 2000],
  ),
  example(
    "convTranspose2d, overlapping",
    convTranspose2d(picture([1, 2]), picture([1, 1], [1, 1])),
    [1, 1, 2, 3],
    [1, 3, 2, 1, 3, 2],
  ),
  example(
    "conv2dWeightGradient",
    conv2dWeightGradient(grid, square, { kernel: 2, stride: 1, padding: 0 }),
    [1, 1, 2, 2],
    [37, 47, 67, 77],
  ),
  example(
    "averagePool",
    averagePool(picture([1, 2, 5, 5], [3, 6, 5, 5]), 2),
    [1, 1, 1, 2],
    [3, 5],
  ),
  example(
    "maxPool",
    maxPool(picture([1, 2, -5, -6], [3, 0, -7, -8]), 2),
    [1, 1, 1, 2],
    [3, -5],
  ),
  example(
    "upsampleNearest",
    upsampleNearest(channels([1, 2]), 2),
    [1, 1, 2, 4],
    [1, 1, 2, 2, 1, 1, 2, 2],
  ),
  example(
    "upsampleBilinear by two",
    upsampleBilinear(channels([0, 4]), 2),
    [1, 1, 2, 4],
    [0, 1, 3, 4, 0, 1, 3, 4],
  ),
  example(
    "upsampleBilinear by three",
    upsampleBilinear(picture([0], [3]), 3),
    [1, 1, 6, 3],
    [0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3],
  ),
];

describe("forward", () => {
  test.each(examples)("$name", ({ node, shape, values }) => {
    const y = evaluate(graph({ y: node }), {}).y!;
    expect(y.shape).toEqual(shape);
    expect(y.data).toHaveLength(values.length);
    values.forEach((value, i) => {
      expect(y.data[i], `[${String(i)}]`).toBeCloseTo(value, 6);
    });
  });
});

/** The derivative of Σ weights · f(x) at x. */
function derivative(
  f: (x: Node) => Node,
  shape: Shape,
  x: readonly number[],
  weights: Node,
): number[] {
  const variable = input("x", shape);
  const [d = variable] = gradients(reduceSum(mul(f(variable), weights)), [
    variable,
  ]);
  const data = Float64Array.from(x);
  return Array.from(
    evaluate(graph({ d }), { x: { shape, data } }).d?.data ?? [],
  );
}

describe("derivatives at kinks", () => {
  const upstream = row(8, 8, 8);

  test("relu: 0 at 0", () => {
    expect(derivative(relu, [3], [-1, 0, 1], upstream)).toEqual([0, 0, 8]);
  });

  test("leakyRelu: the slope at 0", () => {
    const f = (x: Node) => leakyRelu(x, 0.5);
    expect(derivative(f, [3], [-1, 0, 1], upstream)).toEqual([4, 4, 8]);
  });

  test("abs: −1 at 0", () => {
    expect(derivative(abs, [3], [-1, 0, 1], upstream)).toEqual([-8, -8, 8]);
  });

  test("clip: 0 at the bounds", () => {
    const f = (x: Node) => clip(x, -1, 0.1);
    expect(derivative(f, [3], [-1, 0, Math.fround(0.1)], upstream)).toEqual([
      0, 8, 0,
    ]);
  });

  test("maximum: equals go to the second", () => {
    const f = (x: Node) => maximum(x, row(0, 0, 0));
    expect(derivative(f, [3], [-1, 0, 1], upstream)).toEqual([0, 0, 8]);
  });

  test("maxPool: equals share", () => {
    const f = (x: Node) => maxPool(x, 2);
    const x = [1, 5, 2, 2, 5, 0, 2, 2];
    const shared = derivative(f, [1, 1, 2, 4], x, channels([8, 8]));
    expect(shared).toEqual([0, 4, 2, 2, 4, 0, 2, 2]);
  });
});
