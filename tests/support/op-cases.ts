/** The table of op cases that the gradient check and every engine run: a graph built from inputs, and the inputs' values. */
import { type Node, constant } from "../../models/graph/graph.ts";
import { gradients } from "../../models/graph/grad.ts";
import { abs } from "../../models/graph/ops/abs.ts";
import { add } from "../../models/graph/ops/add.ts";
import { averagePool } from "../../models/graph/ops/average-pool.ts";
import { clip } from "../../models/graph/ops/clip.ts";
import { concat } from "../../models/graph/ops/concat.ts";
import { convTranspose2d } from "../../models/graph/ops/conv2d-input-gradient.ts";
import { conv2d } from "../../models/graph/ops/conv2d.ts";
import { depthToSpace } from "../../models/graph/ops/depth-to-space.ts";
import { div } from "../../models/graph/ops/div.ts";
import { exp } from "../../models/graph/ops/exp.ts";
import { leakyRelu } from "../../models/graph/ops/leaky-relu.ts";
import { log } from "../../models/graph/ops/log.ts";
import { matmul } from "../../models/graph/ops/matmul.ts";
import { maxPool } from "../../models/graph/ops/max-pool.ts";
import { maximum } from "../../models/graph/ops/maximum.ts";
import { mul } from "../../models/graph/ops/mul.ts";
import { pad } from "../../models/graph/ops/pad.ts";
import { reduceMean } from "../../models/graph/ops/reduce-mean.ts";
import { reduceSum } from "../../models/graph/ops/reduce-sum.ts";
import { relu } from "../../models/graph/ops/relu.ts";
import { reshape } from "../../models/graph/ops/reshape.ts";
import { sigmoid } from "../../models/graph/ops/sigmoid.ts";
import { slice } from "../../models/graph/ops/slice.ts";
import { spaceToDepth } from "../../models/graph/ops/space-to-depth.ts";
import { sqrt } from "../../models/graph/ops/sqrt.ts";
import { sub } from "../../models/graph/ops/sub.ts";
import { tanh } from "../../models/graph/ops/tanh.ts";
import { transpose } from "../../models/graph/ops/transpose.ts";
import { upsampleBilinear } from "../../models/graph/ops/upsample-bilinear.ts";
import { upsampleNearest } from "../../models/graph/ops/upsample-nearest.ts";
import { where } from "../../models/graph/ops/where.ts";
import type { Shape } from "../../models/graph/tensor.ts";
import { convolutionCases } from "./convolution-cases.ts";
import { type OpCase, opCase } from "./op-case.ts";

const image = [2, 3, 4, 5] as const;
const positive = [0.2, 2] as const;

const elementwise: readonly OpCase[] = [
  opCase("abs", [image], abs),
  opCase("add", [image, image], add),
  opCase("add, a bias for each channel", [image, [3, 1, 1]], add),
  opCase(
    "add, both broadcast",
    [
      [2, 1, 4],
      [3, 1],
    ],
    add,
  ),
  opCase("add, the first has fewer axes", [[4], [2, 3, 4]], add),
  opCase("add, scalars", [[], []], add),
  opCase("add, x twice", [image], (x) => add(x, x)),
  opCase("sub", [image, image], sub),
  opCase("sub, a scalar minus a tensor", [[], [2, 3]], sub),
  opCase(
    "sub, a tensor minus a row",
    [
      [2, 3],
      [1, 3],
    ],
    sub,
  ),
  opCase("mul", [image, image], mul),
  opCase("mul, x twice", [[2, 3]], (x) => mul(x, x)),
  opCase(
    "mul, both broadcast",
    [
      [2, 1, 4],
      [3, 1],
    ],
    mul,
  ),
  opCase("mul, a scalar", [image, []], mul),
  opCase(
    "mul, large by small",
    [
      [2, 3],
      [2, 3],
    ],
    mul,
    [
      [100, 1000],
      [0.001, 0.01],
    ],
  ),
  opCase(
    "div",
    [
      [2, 3],
      [2, 3],
    ],
    div,
    [[-1, 1], positive],
  ),
  opCase("div, one by a tensor", [[], [2, 3]], div, [[-1, 1], positive]),
  opCase(
    "div, a tensor by a column",
    [
      [2, 3],
      [2, 1],
    ],
    div,
    [
      [-1, 1],
      [-2, -0.5],
    ],
  ),
  opCase("div, x by its own mean", [[2, 3]], (x) => div(x, reduceMean(x)), [
    positive,
  ]),
  opCase("maximum", [image, image], maximum),
  opCase(
    "maximum, both broadcast",
    [
      [2, 1, 4],
      [3, 1],
    ],
    maximum,
  ),
  opCase("maximum, a scalar", [[3, 4], []], maximum),
  opCase(
    "where",
    [
      [2, 3],
      [2, 3],
      [2, 3],
    ],
    where,
  ),
  opCase("where, all broadcast", [[3, 1], [2, 1, 4], []], where),
  opCase("where, condition and branch are one", [[3, 4]], (x) =>
    where(x, x, mul(x, x)),
  ),
  opCase("relu", [image], relu),
  opCase("leakyRelu", [image], (x) => leakyRelu(x, 0.25)),
  opCase("leakyRelu, default slope", [[7]], (x) => leakyRelu(x)),
  opCase("sigmoid", [image], sigmoid, [[-6, 6]]),
  opCase("tanh", [image], tanh, [[-4, 4]]),
  opCase("exp", [image], exp, [[-6, 6]]),
  opCase("log", [image], log, [[0.001, 100]]),
  opCase("sqrt", [image], sqrt, [[0.01, 100]]),
  opCase("clip", [image], (x) => clip(x, -0.413, 0.377)),
  opCase("x, relu x and x² together", [[2, 3]], (x) =>
    add(mul(relu(x), x), mul(x, x)),
  ),
];

const shaping: readonly OpCase[] = [
  opCase("reshape", [image], (x) => reshape(x, [6, 20])),
  opCase("reshape, to a scalar", [[1, 1]], (x) => reshape(x, [])),
  opCase("transpose, matrix", [[3, 4]], (x) => transpose(x, [1, 0])),
  opCase("transpose, four axes", [image], (x) => transpose(x, [3, 0, 2, 1])),
  opCase("slice, first corner", [image], (x) =>
    slice(x, [0, 0, 0, 0], [1, 2, 1, 3]),
  ),
  opCase("slice, last corner", [image], (x) =>
    slice(x, [1, 2, 3, 4], [2, 3, 4, 5]),
  ),
  opCase("slice, everything", [[3, 4]], (x) => slice(x, [0, 0], [3, 4])),
  opCase("slice, overlapping ones", [[5]], (x) =>
    mul(slice(x, [0], [4]), slice(x, [1], [5])),
  ),
  opCase(
    "concat of three",
    [
      [2, 1, 3],
      [2, 4, 3],
      [2, 2, 3],
    ],
    (a, b, c) => concat([a, b, c], 1),
  ),
  opCase(
    "concat, first axis",
    [
      [1, 3],
      [2, 3],
    ],
    (a, b) => concat([a, b], 0),
  ),
  opCase(
    "concat, last axis, x twice",
    [
      [2, 3],
      [2, 1],
    ],
    (x, y) => concat([x, y, x], 1),
  ),
  opCase("concat of one", [[2, 3]], (x) => concat([x], 1)),
  opCase("pad", [[2, 3]], (x) => pad(x, [1, 0], [0, 2])),
  opCase("pad, four axes", [[1, 2, 3, 2]], (x) =>
    pad(x, [0, 1, 2, 0], [1, 0, 1, 3]),
  ),
  opCase("spaceToDepth", [[2, 3, 4, 6]], (x) => spaceToDepth(x, 2)),
  opCase("spaceToDepth, three", [[1, 1, 6, 3]], (x) => spaceToDepth(x, 3)),
  opCase("spaceToDepth, many channels", [[2, 5, 4, 2]], (x) =>
    spaceToDepth(x, 2),
  ),
  opCase("depthToSpace", [[2, 12, 3, 2]], (x) => depthToSpace(x, 2)),
  opCase("depthToSpace, three", [[1, 9, 1, 2]], (x) => depthToSpace(x, 3)),
];

const reducing: readonly OpCase[] = [
  // Positive: the values would otherwise add up to 0, and 0 has no relative error.
  opCase("reduceSum", [image], (x) => reduceSum(x), [positive]),
  opCase("reduceSum, two axes", [image], (x) => reduceSum(x, [0, 2])),
  opCase("reduceSum, no axis", [[2, 3]], (x) => reduceSum(x, [])),
  opCase("reduceMean", [image], (x) => reduceMean(x), [positive]),
  opCase("reduceMean, rows and columns", [image], (x) => reduceMean(x, [2, 3])),
  opCase("reduceMean, no axis", [[2, 3]], (x) => reduceMean(x, [])),
  opCase("variance", [[3, 4]], (x) => {
    const deviation = sub(x, reduceMean(x, [1]));
    return reduceMean(mul(deviation, deviation), [1]);
  }),
  opCase(
    "matmul",
    [
      [3, 4],
      [4, 2],
    ],
    matmul,
  ),
  opCase(
    "matmul, row by column",
    [
      [1, 5],
      [5, 1],
    ],
    matmul,
  ),
  opCase(
    "matmul, batches",
    [
      [2, 3, 4],
      [2, 4, 5],
    ],
    matmul,
  ),
  opCase(
    "matmul, one matrix for all on the right",
    [
      [2, 3, 4],
      [4, 5],
    ],
    matmul,
  ),
  opCase(
    "matmul, one matrix for all on the left",
    [
      [3, 4],
      [2, 4, 5],
    ],
    matmul,
  ),
  opCase(
    "matmul, both broadcast",
    [
      [2, 1, 3, 4],
      [3, 4, 2],
    ],
    matmul,
  ),
  opCase("matmul, x by its transpose", [[3, 4]], (x) =>
    matmul(x, transpose(x, [1, 0])),
  ),
];

const sampling: readonly OpCase[] = [
  opCase("averagePool", [[2, 3, 4, 6]], (x) => averagePool(x, 2)),
  opCase("averagePool, three", [[1, 2, 3, 6]], (x) => averagePool(x, 3)),
  opCase("maxPool", [[2, 3, 4, 6]], (x) => maxPool(x, 2)),
  opCase("maxPool, three", [[1, 2, 6, 3]], (x) => maxPool(x, 3)),
  opCase("upsampleNearest", [[2, 3, 3, 2]], (x) => upsampleNearest(x, 2)),
  opCase("upsampleNearest, three", [[1, 1, 1, 4]], (x) =>
    upsampleNearest(x, 3),
  ),
  opCase("upsampleBilinear", [[2, 3, 3, 2]], (x) => upsampleBilinear(x, 2)),
  opCase("upsampleBilinear, three", [[1, 2, 4, 3]], (x) =>
    upsampleBilinear(x, 3),
  ),
  opCase("upsampleBilinear, four, a single row", [[1, 1, 1, 5]], (x) =>
    upsampleBilinear(x, 4),
  ),
  opCase("pool, then upsample, beside x", [[1, 2, 4, 4]], (x) =>
    sub(x, upsampleNearest(maxPool(x, 2), 2)),
  ),
];

const composite: readonly OpCase[] = [
  opCase(
    "residual block",
    [
      [1, 4, 5, 6],
      [4, 4, 3, 3],
      [4, 4, 3, 3],
    ],
    (x, a, b) =>
      add(x, conv2d(relu(conv2d(x, a, { padding: 1 })), b, { padding: 1 })),
  ),
  opCase(
    "one kernel used twice",
    [
      [1, 2, 5, 5],
      [2, 2, 3, 3],
    ],
    (x, w) => conv2d(tanh(conv2d(x, w, { padding: 1 })), w, { padding: 1 }),
  ),
  opCase(
    "down, up and skip",
    [
      [1, 2, 6, 4],
      [3, 2, 2, 2],
      [8, 3, 1, 1],
      [3, 2, 2, 2],
    ],
    (x, down, up, transposed) => {
      const deep = conv2d(x, down, { stride: 2 });
      const shuffled = depthToSpace(conv2d(deep, up), 2);
      const crossed = convTranspose2d(deep, transposed, { stride: 2 });
      return concat([add(x, shuffled), crossed], 1);
    },
  ),
  opCase(
    "dense autoencoder",
    [[3, 6], [6, 2], [1, 2], [2, 6], [6]],
    (x, encode, encodeBias, decode, decodeBias) => {
      const code = leakyRelu(add(matmul(x, encode), encodeBias), 0.125);
      return sigmoid(add(matmul(code, decode), decodeBias));
    },
  ),
  opCase(
    "variational sample and its divergence",
    [
      [2, 3],
      [2, 3],
      [2, 3],
    ],
    (mean, logVariance, noise) => {
      const deviation = exp(mul(logVariance, constant([], [0.5])));
      const sample = add(mean, mul(deviation, noise));
      const divergence = sub(
        add(mul(mean, mean), exp(logVariance)),
        logVariance,
      );
      return concat([sample, divergence], 1);
    },
  ),
  opCase(
    "derivative of a derivative",
    [
      [1, 2, 4, 4],
      [2, 2, 3, 3],
    ],
    (x, w) => {
      const y = conv2d(x, w, { padding: 1 });
      const [dx = x] = gradients(reduceSum(mul(mul(y, y), y)), [x]);
      return dx;
    },
  ),
];

export const opCases: readonly OpCase[] = [
  ...elementwise,
  ...shaping,
  ...reducing,
  ...convolutionCases,
  ...sampling,
  ...composite,
];
