/** Cases of the ops that work element by element, broadcasting in both directions included. */
import { abs } from "../../models/graph/ops/abs.ts";
import { add } from "../../models/graph/ops/add.ts";
import { clip } from "../../models/graph/ops/clip.ts";
import { div } from "../../models/graph/ops/div.ts";
import { exp } from "../../models/graph/ops/exp.ts";
import { leakyRelu } from "../../models/graph/ops/leaky-relu.ts";
import { log } from "../../models/graph/ops/log.ts";
import { maximum } from "../../models/graph/ops/maximum.ts";
import { mul } from "../../models/graph/ops/mul.ts";
import { reduceMean } from "../../models/graph/ops/reduce-mean.ts";
import { relu } from "../../models/graph/ops/relu.ts";
import { sigmoid } from "../../models/graph/ops/sigmoid.ts";
import { sqrt } from "../../models/graph/ops/sqrt.ts";
import { sub } from "../../models/graph/ops/sub.ts";
import { tanh } from "../../models/graph/ops/tanh.ts";
import { where } from "../../models/graph/ops/where.ts";
import { type OpCase, opCase } from "./op-case.ts";

const image = [2, 3, 4, 5] as const;
const positive = [0.2, 2] as const;

export const elementwiseCases: readonly OpCase[] = [
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
