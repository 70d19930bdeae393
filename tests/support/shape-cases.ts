/** Cases of the ops that move elements, and of those that sum them up. */
import { concat } from "../../models/graph/ops/concat.ts";
import { depthToSpace } from "../../models/graph/ops/depth-to-space.ts";
import { matmul } from "../../models/graph/ops/matmul.ts";
import { mul } from "../../models/graph/ops/mul.ts";
import { pad } from "../../models/graph/ops/pad.ts";
import { reduceMean } from "../../models/graph/ops/reduce-mean.ts";
import { reduceSum } from "../../models/graph/ops/reduce-sum.ts";
import { reshape } from "../../models/graph/ops/reshape.ts";
import { slice } from "../../models/graph/ops/slice.ts";
import { spaceToDepth } from "../../models/graph/ops/space-to-depth.ts";
import { sub } from "../../models/graph/ops/sub.ts";
import { transpose } from "../../models/graph/ops/transpose.ts";
import { type OpCase, opCase } from "./op-case.ts";

const image = [2, 3, 4, 5] as const;
const positive = [0.2, 2] as const;

export const shapingCases: readonly OpCase[] = [
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

export const reducingCases: readonly OpCase[] = [
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
