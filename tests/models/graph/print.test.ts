/** Printed graphs: what a reviewer sees of a network. */
import { describe, expect, test } from "vitest";
import { gradients } from "../../../models/graph/grad.ts";
import { constant, graph, input } from "../../../models/graph/graph.ts";
import { conv2d } from "../../../models/graph/ops/conv2d.ts";
import { mul } from "../../../models/graph/ops/mul.ts";
import { reduceMean } from "../../../models/graph/ops/reduce-mean.ts";
import { relu } from "../../../models/graph/ops/relu.ts";
import { printGraph } from "../../../models/graph/print.ts";
import { denoiserInputs } from "../../../models/networks/network.ts";
import { networks } from "../../../models/networks/table.ts";
import { unet } from "../../../models/networks/unet.ts";
import { clean } from "../../../models/training/data/clean.ts";
import { buildStep } from "../../../models/training/step.ts";

const ADAM = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, clip: 1 };

describe("printGraph", () => {
  test("names inputs, numbers the rest, cuts long constants", () => {
    const x = input("x", [1, 1, 4, 4]);
    const w = constant([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const y = mul(relu(conv2d(x, w, { padding: 1 })), constant([], [0.5]));
    expect(printGraph(graph({ y, same: y }))).toMatchInlineSnapshot(`
      "x = input : 1×1×4×4
      %1 = constant() {data: [1, 2, 3, 4, … 9]} : 1×1×3×3
      %2 = conv2d(x, %1) {stride: 1, padding: 1, kernel: 3} : 1×1×4×4
      %3 = relu(%2) : 1×1×4×4
      %4 = constant() {data: [0.5]} : scalar
      %5 = mul(%3, %4) : 1×1×4×4
      y ← %5
      same ← %5"
    `);
  });

  test("shows a derivative as more of the same", () => {
    const x = input("x", [2]);
    const [dx = x] = gradients(reduceMean(mul(x, x)), [x]);
    expect(printGraph(graph({ dx }))).toMatchInlineSnapshot(`
      "%0 = constant() {data: [1]} : 1
      %1 = constant() {data: [0.5, 0.5]} : 2
      %2 = mul(%0, %1) : 2
      x = input : 2
      %4 = mul(%2, x) : 2
      %5 = mul(%2, x) : 2
      %6 = add(%4, %5) : 2
      dx ← %6"
    `);
  });
});

describe("networks", () => {
  const tiny = unet({ name: "tiny", widths: [2, 3], blocks: 1 });

  test.each([tiny, ...Object.values(networks)])(
    "forward graph of $name",
    async (network) => {
      const denoised = network.forward(denoiserInputs(1, 64, 64), input);
      await expect(`${printGraph(graph({ denoised }))}\n`).toMatchFileSnapshot(
        `printed/${network.name}-forward.txt`,
      );
    },
  );

  test.each([tiny, ...Object.values(networks)])(
    "training step of $name",
    async (network) => {
      const step = buildStep(network, { batch: 2, patch: 64 }, ADAM, clean);
      await expect(`${printGraph(step)}\n`).toMatchFileSnapshot(
        `printed/${network.name}-step.txt`,
      );
    },
  );
});
