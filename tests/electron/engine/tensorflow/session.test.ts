/** The TensorFlow.js engine on its pure-JavaScript backend: sizes, state on the device, memory, and what it refuses. */
import { expect, test } from "vitest";
import { modelOf } from "../../../../electron/engine/engines.ts";
import { exportDenoiser } from "../../../../electron/engine/onnx/export.ts";
import {
  DeviceTensor,
  type SessionOptions,
} from "../../../../electron/engine/session.ts";
import { openTensorflowSession } from "../../../../electron/engine/tensorflow/session.ts";
import type { TensorLike } from "../../../../electron/engine/tensors.ts";
import { evaluate } from "../../../../models/graph/evaluate.ts";
import { graph, input } from "../../../../models/graph/graph.ts";
import { add } from "../../../../models/graph/ops/add.ts";
import { convTranspose2d } from "../../../../models/graph/ops/conv2d-input-gradient.ts";
import { mul } from "../../../../models/graph/ops/mul.ts";
import { reduceSum } from "../../../../models/graph/ops/reduce-sum.ts";
import type { Shape, Tensor } from "../../../../models/graph/tensor.ts";
import {
  denoiserInputs,
  fixedWeights,
  initialise,
} from "../../../../models/networks/network.ts";
import { networks } from "../../../../models/networks/table.ts";
import { Random } from "../../../../models/random.ts";
import { beyond, relativeErrors } from "../../../support/allclose.ts";
import { stepCases } from "../../../support/network-cases.ts";
import { pureTensorflow } from "../../../support/tensorflow.ts";
import { squareModel } from "../models.ts";

const tf = await pureTensorflow();

const open = (
  model: Parameters<typeof openTensorflowSession>[0],
  options: Partial<SessionOptions> = {},
) => openTensorflowSession(model, { device: "tensorflow", ...options }, tf);

const feed = ({ shape, data }: Tensor): TensorLike => ({
  dims: shape,
  data: Float32Array.from(data),
});

function noise(shape: Shape): Tensor {
  const random = new Random(7);
  const size = shape.reduce((product, extent) => product * extent, 1);
  const data = Float32Array.from({ length: size }, () => random.uniform());
  return { shape, data };
}

const asTensors = (results: Record<string, unknown>): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(results).map(([name, value]) => {
      const { dims, data } = value as TensorLike;
      return [name, { shape: dims, data }];
    }),
  );

test("a network that Nítido has written runs from its file, at any size", async () => {
  const { fast } = networks;
  const parameters = initialise(fast, new Random(1));
  const session = open(exportDenoiser(fast, parameters));
  for (const [height, width] of [
    [8, 8],
    [8, 16],
  ] as const) {
    const values = {
      image: noise([1, 3, height, width]),
      sigma: noise([1, 1, height / 2, width / 2]),
    };
    const got = await session.run({
      image: feed(values.image),
      sigma: feed(values.sigma),
    });
    const whole = graph({
      denoised: fast.forward(
        denoiserInputs(1, height, width),
        fixedWeights(parameters),
      ),
    });
    const errors = relativeErrors(asTensors(got), evaluate(whole, values));
    expect(beyond(errors, 1e-5)).toEqual({});
  }
  await session.close();
});

test("a transposed convolution runs at other sizes than it was built for", async () => {
  const build = (height: number, width: number) =>
    graph({
      y: convTranspose2d(
        input("x", [1, 2, height, width]),
        input("w", [2, 3, 4, 4]),
        { stride: 2, padding: 1 },
      ),
    });
  const session = open(modelOf(build(3, 3), "tensorflow"));
  const values = { x: noise([1, 2, 4, 2]), w: noise([2, 3, 4, 4]) };
  const got = await session.run({ x: feed(values.x), w: feed(values.w) });
  const errors = relativeErrors(asTensors(got), evaluate(build(4, 2), values));
  expect(beyond(errors, 1e-5)).toEqual({});
  await session.close();
});

test("of a training's step only what is asked for leaves the device, and nothing is left behind", async () => {
  const [step] = stepCases;
  const before = tf.memory().numTensors;
  const state = ["weights", "mean", "square", "average"];
  const session = open(modelOf(step!.graph, "tensorflow"), {
    outputsOnDevice: state.map((name) => `next.${name}`),
  });
  const scalars = ["rate", "decay", "renewal", "lossMix"].map(
    (name) => [name, { dims: [], data: Float32Array.of(0.1) }] as const,
  );
  let feeds: Parameters<typeof session.run>[0] = {
    ...Object.fromEntries(scalars),
    ...Object.fromEntries(
      Object.entries(step!.values).map(([name, value]) => [name, feed(value)]),
    ),
  };
  const counts: number[] = [];
  for (let i = 0; i < 3; i++) {
    const results = await session.run(feeds);
    expect(results["loss"]).toHaveProperty("data");
    const next = state.map((name) => {
      (feeds[name] as Partial<DeviceTensor>).dispose?.();
      return [name, results[`next.${name}`]!] as const;
    });
    for (const [, tensor] of next) expect(tensor).toBeInstanceOf(DeviceTensor);
    feeds = { ...feeds, ...Object.fromEntries(next) };
    counts.push(tf.memory().numTensors);
  }
  expect(new Set(counts).size).toBe(1);
  const weights = await session.read(feeds["weights"] as DeviceTensor);
  expect(weights.dims).toEqual(step!.values["weights"]!.shape);
  expect(weights.data.every(Number.isFinite)).toBe(true);
  await session.close();
  expect(tf.memory().numTensors).toBe(before);
});

test("outputs that are an input, or one another, are the caller's own", async () => {
  const x = input("x", [2]);
  const sum = add(x, x);
  const session = open(modelOf(graph({ x, sum, again: sum }), "tensorflow"), {
    outputsOnDevice: ["sum", "again", "x"],
  });
  const feeds = { x: { dims: [2], data: Float32Array.of(1, 2) } };
  const results = await session.run(feeds);
  (results["sum"] as DeviceTensor).dispose();
  const read = (name: string) => session.read(results[name] as DeviceTensor);
  expect((await read("again")).data).toEqual(Float32Array.of(2, 4));
  expect((await read("x")).data).toEqual(Float32Array.of(1, 2));
  await session.close();
});

test("only the outputs that are asked for are computed", async () => {
  const x = input("x", [3]);
  const model = modelOf(
    graph({ square: mul(x, x), sum: reduceSum(mul(x, input("w", [3]))) }),
    "tensorflow",
  );
  const session = open(model);
  const feeds = { x: { dims: [3], data: Float32Array.of(1, 2, 3) } };
  expect(await session.run(feeds, ["square"])).toEqual({
    square: { dims: [3], data: Float32Array.of(1, 4, 9) },
  });
  await expect(session.run(feeds)).rejects.toThrow("the input w is given");
  await session.close();
});

test("an ONNX file that others made is refused", () => {
  expect(() => open(squareModel())).toThrow("Nítido's own networks");
});

test("what TensorFlow throws is a typed error", async () => {
  const x = input("x", [2]);
  const session = open(
    modelOf(graph({ y: add(x, input("z", [2])) }), "tensorflow"),
  );
  const feeds = {
    x: { dims: [2], data: new Float32Array(2) },
    z: { dims: [3], data: new Float32Array(3) },
  };
  const before = tf.memory().numTensors;
  await expect(session.run(feeds)).rejects.toMatchObject({
    code: "DEVICE_FAILED",
  });
  expect(tf.memory().numTensors).toBe(before);
  await session.close();
});
