/** The table of op cases that the gradient check and every engine run: a graph built from inputs, and the inputs' values. */
import { gradients } from "../../models/graph/grad.ts";
import { constant } from "../../models/graph/graph.ts";
import { add } from "../../models/graph/ops/add.ts";
import { averagePool } from "../../models/graph/ops/average-pool.ts";
import { concat } from "../../models/graph/ops/concat.ts";
import { convTranspose2d } from "../../models/graph/ops/conv2d-input-gradient.ts";
import { conv2d } from "../../models/graph/ops/conv2d.ts";
import { depthToSpace } from "../../models/graph/ops/depth-to-space.ts";
import { exp } from "../../models/graph/ops/exp.ts";
import { leakyRelu } from "../../models/graph/ops/leaky-relu.ts";
import { matmul } from "../../models/graph/ops/matmul.ts";
import { maxPool } from "../../models/graph/ops/max-pool.ts";
import { mul } from "../../models/graph/ops/mul.ts";
import { reduceSum } from "../../models/graph/ops/reduce-sum.ts";
import { relu } from "../../models/graph/ops/relu.ts";
import { sigmoid } from "../../models/graph/ops/sigmoid.ts";
import { sub } from "../../models/graph/ops/sub.ts";
import { tanh } from "../../models/graph/ops/tanh.ts";
import { upsampleBilinear } from "../../models/graph/ops/upsample-bilinear.ts";
import { upsampleNearest } from "../../models/graph/ops/upsample-nearest.ts";
import { convolutionCases } from "./convolution-cases.ts";
import { elementwiseCases } from "./elementwise-cases.ts";
import { type OpCase, opCase } from "./op-case.ts";
import { reducingCases, shapingCases } from "./shape-cases.ts";

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
  ...elementwiseCases,
  ...shapingCases,
  ...reducingCases,
  ...convolutionCases,
  ...sampling,
  ...composite,
];
