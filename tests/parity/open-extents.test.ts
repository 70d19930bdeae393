/** One written model runs on images of any size, and still computes what the graph of that size does. */
import { expect, test } from "vitest";
import { exportDenoiser } from "../../electron/engine/onnx/export.ts";
import { lower } from "../../electron/engine/onnx/lower.ts";
import { encodeModel } from "../../electron/engine/onnx/proto.ts";
import { evaluate } from "../../models/graph/evaluate.ts";
import {
  type Graph,
  constant,
  graph,
  input,
} from "../../models/graph/graph.ts";
import { add } from "../../models/graph/ops/add.ts";
import { averagePool } from "../../models/graph/ops/average-pool.ts";
import { concat } from "../../models/graph/ops/concat.ts";
import { convTranspose2d } from "../../models/graph/ops/conv2d-input-gradient.ts";
import { conv2d } from "../../models/graph/ops/conv2d.ts";
import { maxPool } from "../../models/graph/ops/max-pool.ts";
import { upsampleBilinear } from "../../models/graph/ops/upsample-bilinear.ts";
import { upsampleNearest } from "../../models/graph/ops/upsample-nearest.ts";
import { type Shape, type Tensor, sizeOf } from "../../models/graph/tensor.ts";
import {
  denoiserInputs,
  fixedWeights,
  initialise,
} from "../../models/networks/network.ts";
import { unet } from "../../models/networks/unet.ts";
import { Random } from "../../models/random.ts";
import { beyond, relativeErrors } from "../support/allclose.ts";
import { openOnCpu } from "../support/onnx.ts";

function noise(shape: Shape): Tensor {
  const random = new Random(Random.seed(...shape));
  const data = Float32Array.from({ length: sizeOf(shape) }, () =>
    random.uniform(),
  );
  return { shape, data };
}

async function compare(
  model: Uint8Array,
  graphOf: (height: number, width: number) => Graph,
): Promise<void> {
  const { run, close } = await openOnCpu(model);
  for (const [height, width] of [
    [8, 8],
    [12, 20],
  ] as const) {
    const whole = graphOf(height, width);
    const values = Object.fromEntries(
      whole.inputs.map(({ attributes: { name, shape } }) => [
        name,
        noise(shape),
      ]),
    );
    const errors = relativeErrors(await run(values), evaluate(whole, values));
    expect(beyond(errors, 1e-5), `${height}×${width}`).toEqual({});
  }
  await close();
}

test("an exported denoiser", async () => {
  const network = unet({ name: "tiny", widths: [4, 6], blocks: 1 });
  const parameters = initialise(network, new Random(1));
  await compare(exportDenoiser(network, parameters), (height, width) => {
    const inputs = denoiserInputs(1, height, width);
    const weight = fixedWeights(parameters);
    return graph({ denoised: network.forward(inputs, weight) });
  });
});

test("pooling, upsampling and transposed convolution", async () => {
  const weights = (shape: Shape) => constant(shape, noise(shape).data);
  const graphOf = (height: number, width: number) => {
    const x = input("x", [1, 2, height, width]);
    const down = conv2d(x, weights([2, 2, 3, 3]), { stride: 2, padding: 1 });
    const up = convTranspose2d(down, weights([2, 2, 4, 4]), {
      stride: 2,
      padding: 1,
    });
    const smooth = upsampleBilinear(averagePool(x, 4), 4);
    const blocks = upsampleNearest(maxPool(x, 2), 2);
    return graph({ y: concat([add(up, smooth), blocks], 1) });
  };
  const open = [1, 2, "height", "width"];
  const dimensions = { x: open, y: [1, 4, "height", "width"] };
  const model = encodeModel(lower(graphOf(8, 8), { dimensions }));
  await compare(model, graphOf);
});
