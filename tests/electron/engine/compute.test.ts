/** The compute thread: runs, what is moved and what is kept, order, and its errors. */
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type Compute,
  startCompute,
} from "../../../electron/engine/compute.ts";
import type { TensorLike } from "../../../electron/engine/tensors.ts";
import { NitidoError } from "../../../models/errors.ts";
import { buildPrograms } from "./built.ts";
import {
  counterModel,
  hugeModel,
  integerModel,
  squareModel,
  unknownOpModel,
} from "./models.ts";

const cpu = { device: "cpu" } as const;

let script: string;
let compute: Compute;
let square: number;

beforeAll(async () => {
  const { engine } = await buildPrograms("compute");
  script = resolve(engine, "../compute.js");
  compute = startCompute({ script });
  square = await compute.open(squareModel(), cpu);
});

afterAll(() => compute.stop());

const row = (...values: number[]): TensorLike => ({
  dims: [values.length],
  data: Float32Array.from(values),
});

const failure = (promise: Promise<unknown>): Promise<NitidoError> =>
  promise.then(
    () => {
      throw new Error("no error");
    },
    (error: unknown) => error as NitidoError,
  );

test("a model runs at any size that it leaves open", async () => {
  const run = (x: TensorLike) => compute.run(square, { x });
  expect(await run(row(1, 2, 3))).toEqual({ y: row(1, 4, 9) });
  expect(await run(row(-4))).toEqual({ y: row(16) });
});

test("options for threads, spinning and memory are accepted", async () => {
  const options = { ...cpu, threads: 1, spinning: false, arena: false };
  const session = await compute.open(squareModel(), options);
  expect(await compute.run(session, { x: row(5) })).toEqual({ y: row(25) });
  await compute.close(session);
});

test("only the outputs that are asked for are computed", async () => {
  const session = await compute.open(counterModel(), cpu);
  const state = { dims: [2, 2], data: Float32Array.of(1, 2, 3, 4) };
  const amount = { dims: [], data: Float32Array.of(1) };
  const feeds = { state, amount };
  expect(await compute.run(session, feeds, { outputs: ["sum"] })).toEqual({
    sum: { dims: [1, 1], data: Float32Array.of(14) },
  });
  await compute.close(session);
});

test("feeds are moved away, unless they are kept", async () => {
  const moved = row(1, 2);
  const kept = row(3, 4);
  await compute.run(square, { x: moved });
  await compute.run(square, { x: kept }, { keepFeeds: true });
  expect(moved.data.length).toBe(0);
  expect(kept.data).toEqual(Float32Array.of(3, 4));
});

test("parts of a buffer and shared buffers are copied", async () => {
  const whole = Float32Array.of(1, 2, 3, 4);
  const part = { dims: [2], data: whole.subarray(1, 3) };
  expect(await compute.run(square, { x: part })).toEqual({ y: row(4, 9) });
  expect(whole).toEqual(Float32Array.of(1, 2, 3, 4));

  const shared = new Float32Array(new SharedArrayBuffer(8));
  shared.set([5, 6]);
  const x = { dims: [2], data: shared };
  expect(await compute.run(square, { x })).toEqual({ y: row(25, 36) });
});

test("a model's bytes stay with the caller", async () => {
  const bytes = squareModel();
  await compute.close(await compute.open(bytes, cpu));
  await compute.close(await compute.open(bytes, cpu));
  expect(bytes.length).toBeGreaterThan(0);
});

test("calls are answered in their order", async () => {
  const order: number[] = [];
  await Promise.all(
    [3, 1, 2].map(async (i) => {
      await compute.run(square, { x: row(i) });
      order.push(i);
    }),
  );
  expect(order).toEqual([3, 1, 2]);
});

test.each([
  ["empty", () => new Uint8Array(0)],
  ["noise", () => new Uint8Array(100).fill(7)],
  ["truncated", () => squareModel().subarray(0, 40)],
  ["of an unknown op", unknownOpModel],
  ["of integers", integerModel],
])("a model that is %s is damaged", async (_name, model) => {
  const options = { ...cpu, model: "net.onnx" };
  const error = await failure(compute.open(model(), options));
  expect(error).toBeInstanceOf(NitidoError);
  expect(error).toMatchObject({
    code: "MODEL_DAMAGED",
    details: { model: "net.onnx", reason: expect.any(String) as string },
  });
  // The runtime's words without the place in its source.
  expect(error.details["reason"]).not.toMatch(/onnxruntime_src/);
});

test("memory that is not there is a typed error, and the session lives on", async () => {
  const session = await compute.open(hugeModel(), cpu);
  const error = await failure(compute.run(session, { x: row(1) }));
  expect(error).toMatchObject({
    code: "OUT_OF_MEMORY",
    details: { device: "cpu" },
  });
  expect(await compute.run(square, { x: row(2) })).toEqual({ y: row(4) });
  await compute.close(session);
});

test("a device that is not there is unavailable", async () => {
  // No build carries both.
  const device = process.platform === "darwin" ? "directml" : "coreml";
  expect(await failure(compute.open(squareModel(), { device }))).toMatchObject({
    code: "DEVICE_UNAVAILABLE",
    details: { device },
  });
});

test("feeds that do not fit are a bug", async () => {
  const wrong = { dims: [2, 2], data: new Float32Array(4) };
  for (const feeds of [{}, { x: wrong }, { x: { ...row(1), dims: [2] } }])
    expect(await failure(compute.run(square, feeds))).toMatchObject({
      code: "INTERNAL",
    });
});

test("a closed session is gone", async () => {
  const session = await compute.open(squareModel(), cpu);
  await compute.close(session);
  expect(await failure(compute.run(session, { x: row(1) }))).toMatchObject({
    code: "INTERNAL",
  });
});

test("stopping rejects what waits", async () => {
  const own = startCompute({ script });
  const opening = failure(own.open(squareModel(), cpu));
  await own.stop();
  expect(await opening).toMatchObject({ code: "CANCELLED" });
  expect(await failure(own.open(squareModel(), cpu))).toMatchObject({
    code: "CANCELLED",
  });
});

test("a thread that dies is reported to its calls and its owner", async () => {
  let death: Error | undefined;
  const own = startCompute({
    script: "/nowhere/compute.js",
    onDeath: (error) => {
      death = error;
    },
  });
  const error = await failure(own.open(squareModel(), cpu));
  expect(error).toMatchObject({ code: "ENGINE_CRASHED" });
  expect(death).toBe(error);
});
