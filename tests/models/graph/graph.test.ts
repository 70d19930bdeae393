/** Graphs that do not fit together are refused where they are built, with the op, what it expected and what it got. */
import { describe, expect, test } from "vitest";
import { NitidoError } from "../../../models/errors.ts";
import { checkGraph } from "../../../models/graph/check.ts";
import { evaluate } from "../../../models/graph/evaluate.ts";
import { gradients } from "../../../models/graph/grad.ts";
import {
  type Node,
  type Op,
  apply,
  constant,
  graph,
  input,
  topological,
} from "../../../models/graph/graph.ts";
import { add } from "../../../models/graph/ops/add.ts";
import { averagePool } from "../../../models/graph/ops/average-pool.ts";
import { clip } from "../../../models/graph/ops/clip.ts";
import { concat } from "../../../models/graph/ops/concat.ts";
import { conv2dInputGradient } from "../../../models/graph/ops/conv2d-input-gradient.ts";
import { conv2dWeightGradient } from "../../../models/graph/ops/conv2d-weight-gradient.ts";
import { conv2d } from "../../../models/graph/ops/conv2d.ts";
import { depthToSpace } from "../../../models/graph/ops/depth-to-space.ts";
import { leakyRelu } from "../../../models/graph/ops/leaky-relu.ts";
import { matmul } from "../../../models/graph/ops/matmul.ts";
import { maxPool } from "../../../models/graph/ops/max-pool.ts";
import { pad } from "../../../models/graph/ops/pad.ts";
import { reduceMean } from "../../../models/graph/ops/reduce-mean.ts";
import { reduceSum } from "../../../models/graph/ops/reduce-sum.ts";
import { relu } from "../../../models/graph/ops/relu.ts";
import { reshape } from "../../../models/graph/ops/reshape.ts";
import { slice } from "../../../models/graph/ops/slice.ts";
import { spaceToDepth } from "../../../models/graph/ops/space-to-depth.ts";
import { transpose } from "../../../models/graph/ops/transpose.ts";
import { upsampleBilinear } from "../../../models/graph/ops/upsample-bilinear.ts";
import { upsampleNearest } from "../../../models/graph/ops/upsample-nearest.ts";
import { where } from "../../../models/graph/ops/where.ts";
import type { Shape } from "../../../models/graph/tensor.ts";

const of = (...shape: number[]): Node => input("x", shape);
const zeros = (shape: Shape) => ({
  shape,
  data: new Float64Array(shape.reduce((a, b) => a * b, 1)),
});

/** The op that the error of `build` names. Fails when there is no typed error. */
function refusedOp(build: () => unknown): unknown {
  try {
    build();
  } catch (error) {
    expect(error).toBeInstanceOf(NitidoError);
    const { code, details } = error as NitidoError;
    expect(code).toBe("GRAPH_INVALID");
    expect(Object.keys(details)).toEqual(["op", "expected", "got"]);
    return details.op;
  }
  return "nothing";
}

const image = of(1, 3, 4, 6);
const kernel = of(2, 3, 3, 3);

const refusals: readonly [op: string, build: () => Node][] = [
  ["input", () => of(2, 0)],
  ["input", () => of(1.5)],
  ["constant", () => constant([2], [1, 2, 3])],
  ["add", () => add(of(2, 3), of(2))],
  ["where", () => where(of(2), of(3), of(1))],
  ["leakyRelu", () => leakyRelu(image, -1)],
  ["leakyRelu", () => leakyRelu(image, NaN)],
  ["clip", () => clip(image, 1, 1)],
  ["clip", () => clip(image, 0, Infinity)],
  ["reshape", () => reshape(of(2, 3), [7])],
  ["transpose", () => transpose(of(2, 3), [0, 0])],
  ["transpose", () => transpose(of(2, 3), [0, 1, 2])],
  ["slice", () => slice(of(4), [2], [2])],
  ["slice", () => slice(of(4), [0], [5])],
  ["slice", () => slice(of(4), [-1], [2])],
  ["slice", () => slice(of(4), [0, 0], [4, 4])],
  ["concat", () => concat([of(2, 3), of(2, 4)], 0)],
  ["concat", () => concat([of(2, 3)], 2)],
  ["pad", () => pad(of(4), [-1], [0])],
  ["pad", () => pad(of(4), [1], [])],
  ["reduceSum", () => reduceSum(of(2, 3), [2])],
  ["reduceSum", () => reduceSum(of(2, 3), [0, 0])],
  ["reduceMean", () => reduceMean(of(2, 3), [-1])],
  ["matmul", () => matmul(of(2, 3), of(2, 3))],
  ["matmul", () => matmul(of(3), of(3, 2))],
  ["matmul", () => matmul(of(2, 2, 3), of(3, 3, 2))],
  ["conv2d", () => conv2d(image, of(2, 4, 3, 3))],
  ["conv2d", () => conv2d(image, of(2, 3, 3, 1))],
  ["conv2d", () => conv2d(image, kernel, { stride: 0 })],
  ["conv2d", () => conv2d(image, kernel, { padding: -1 })],
  ["conv2d", () => conv2d(image, of(2, 3, 5, 5))],
  [
    "conv2dInputGradient",
    () =>
      conv2dInputGradient(of(1, 2, 2, 4), kernel, {
        stride: 1,
        padding: 0,
        extents: [5, 6],
      }),
  ],
  [
    "conv2dWeightGradient",
    () =>
      conv2dWeightGradient(image, of(1, 2, 4, 6), {
        stride: 1,
        padding: 0,
        kernel: 3,
      }),
  ],
  ["depthToSpace", () => depthToSpace(image, 2)],
  ["spaceToDepth", () => spaceToDepth(image, 3)],
  ["averagePool", () => averagePool(image, 4)],
  ["averagePool", () => averagePool(image, 0)],
  ["maxPool", () => maxPool(of(4, 4), 2)],
  ["upsampleNearest", () => upsampleNearest(image, 1.5)],
  ["upsampleBilinear", () => upsampleBilinear(image, 0)],
];

describe("building", () => {
  test.each(refusals)("%s refuses what does not fit (%#)", (op, build) => {
    expect(refusedOp(build)).toBe(op);
  });

  test("the error says what was expected and what was given", () => {
    expect(() => reshape(of(2, 3), [7])).toThrow(
      'GRAPH_INVALID {"op":"reshape","expected":"6 elements","got":"[7]"}',
    );
  });
});

describe("graph", () => {
  test("lists its inputs in order of first use", () => {
    const [a, b] = [input("a", [2]), input("b", [2])];
    const { inputs } = graph({ y: add(add(b, a), b) });
    expect(inputs.map(({ attributes }) => attributes.name)).toEqual(["b", "a"]);
  });

  test("refuses two inputs with one name", () => {
    const twins = add(input("a", [2]), input("a", [2]));
    expect(refusedOp(() => graph({ y: twins }))).toBe("graph");
  });

  test("visits each node once, inputs before users, however deep", () => {
    let y: Node = input("x", [1]);
    for (let i = 0; i < 20_000; i++) y = add(y, y);
    const order = topological([y, y]);
    expect(order).toHaveLength(20_001);
    expect(order[0]?.op.name).toBe("input");
    expect(order.at(-1)).toBe(y);
  });
});

describe("checkGraph", () => {
  const x = input("x", [2]);

  test("returns a graph that is sound", () => {
    const sound = graph({ y: relu(x) });
    expect(checkGraph(sound)).toBe(sound);
  });

  test("refuses a node whose shape is not what its op says", () => {
    const forged = { ...relu(x), shape: [3] };
    expect(refusedOp(() => checkGraph(graph({ y: forged })))).toBe("relu");
  });

  test("refuses an op that is not in the table", () => {
    const op = { ...relu(x).op, name: "novel" };
    const node = { ...relu(x), op };
    expect(refusedOp(() => checkGraph(graph({ y: node })))).toBe("novel");
  });

  test("refuses an input that is not declared", () => {
    const undeclared = { ...graph({ y: relu(x) }), inputs: [] };
    expect(refusedOp(() => checkGraph(undeclared))).toBe("graph");
  });
});

describe("evaluate", () => {
  const g = graph({ y: relu(input("x", [2])), x: input("z", [1]) });

  test("refuses a missing input, by name", () => {
    expect(refusedOp(() => evaluate(g, { x: zeros([2]) }))).toBe("input z");
  });

  test("refuses a misshapen input, by name", () => {
    const values = { x: zeros([3]), z: zeros([1]) };
    expect(refusedOp(() => evaluate(g, values))).toBe("input x");
  });
});

describe("gradients", () => {
  test("refuse a loss that is no scalar", () => {
    const x = of(2);
    expect(refusedOp(() => gradients(x, [x]))).toBe("gradients");
  });

  test("refuse a rule that returns another shape than the input's", () => {
    const faulty: Op = {
      name: "faulty",
      shape: ([x = []]) => x,
      gradient: (_node, upstream) => [reduceSum(upstream)],
      evaluate: ([x]) => x ?? zeros([]),
    };
    const x = of(2);
    const loss = reduceSum(apply(faulty, [x], {}));
    expect(refusedOp(() => gradients(loss, [x]))).toBe("gradient of faulty");
  });
});
