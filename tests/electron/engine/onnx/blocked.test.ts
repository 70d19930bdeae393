/** In a training step of blocked convolutions, values stay in blocks from one to the next. */
import { expect, test } from "vitest";
import { lower } from "../../../../electron/engine/onnx/lower.ts";
import { gradients } from "../../../../models/graph/grad.ts";
import { graph, input, type Node } from "../../../../models/graph/graph.ts";
import { add } from "../../../../models/graph/ops/add.ts";
import { conv2d } from "../../../../models/graph/ops/conv2d.ts";
import { depthToSpace } from "../../../../models/graph/ops/depth-to-space.ts";
import { mul } from "../../../../models/graph/ops/mul.ts";
import { reduceSum } from "../../../../models/graph/ops/reduce-sum.ts";
import { relu } from "../../../../models/graph/ops/relu.ts";

/** How often each op occurs in the lowered graph. */
function countOps(outputs: Readonly<Record<string, Node>>) {
  const target = { fusedMatMul: true, channelBlock: 8 };
  const model = lower(graph(outputs), { target });
  const counts: Record<string, number> = {};
  for (const { opType } of model.graph.node)
    counts[opType] = (counts[opType] ?? 0) + 1;
  return counts;
}

const x = input("x", [2, 8, 4, 4]);
const weights = (name: string, o = 8, k = 3) => input(name, [o, 8, k, k]);
const convolve = (value: Node, w: Node) => conv2d(value, w, { padding: 1 });

test("a residual block is two convolutions, which add and rectify themselves", () => {
  const inner = relu(convolve(x, weights("a")));
  const y = add(x, convolve(inner, weights("b")));
  const counts = countOps({ y });
  expect(counts).toMatchObject({ Conv: 2, ReorderOutput: 1 });
  expect(counts).not.toHaveProperty("Add");
  expect(counts).not.toHaveProperty("Relu");
});

test("a result that is used twice is not taken into an op after it", () => {
  const once = convolve(x, weights("a"));
  const counts = countOps({ y: relu(once), z: once });
  expect(counts).toMatchObject({ Conv: 1, Relu: 1 });
});

test("pixels are made of phases without leaving the blocks", () => {
  const deep = conv2d(x, weights("up", 32, 1));
  const y = convolve(depthToSpace(deep, 2), weights("a"));
  const counts = countOps({ y });
  expect(counts).toMatchObject({ Conv: 2, ReorderOutput: 1 });
  expect(counts).not.toHaveProperty("DepthToSpace");
});

test("no gradient is a matrix product", () => {
  const [a, b] = [weights("a"), weights("b")];
  const y = convolve(relu(convolve(x, a)), b);
  const [da, db] = gradients(reduceSum(mul(y, y)), [a, b]) as [Node, Node];
  const counts = countOps({ da, db });
  expect(counts).toMatchObject({ Conv: 5 });
  expect(counts).not.toHaveProperty("FusedMatMul");
});
