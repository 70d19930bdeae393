/** The runtime's and the drivers' words, sorted into errors that a caller can act on. */
import { describe, expect, test } from "vitest";
import {
  openingError,
  runningError,
} from "../../../../electron/engine/onnx/ort-errors.ts";

const gpu = { device: "webgpu", model: "net.onnx" } as const;
const cpu = { device: "cpu", model: "net.onnx" } as const;

const node =
  "Non-zero status code returned while running Conv node. Name:'Conv_7' Status Message: ";

describe("opening", () => {
  test.each([
    [
      "DEVICE_UNAVAILABLE",
      "/src/core/webgpu_context.cc:136 Initialize(const C&)::<lambda()> result == Success was false. Failed to get a WebGPU adapter: No supported adapters\n",
    ],
    [
      "DEVICE_UNAVAILABLE",
      "OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library",
    ],
    [
      "DEVICE_UNAVAILABLE",
      "no available backend found. ERR: [dml] backend not found.",
    ],
    ["MODEL_DAMAGED", "Failed to load model because protobuf parsing failed."],
    [
      "MODEL_DAMAGED",
      "Node () Op (Add) [ShapeInferenceError] Incompatible dimensions",
    ],
    ["OUT_OF_MEMORY", "CUDA failure 2: out of memory ; GPU=0 ; hostname=x"],
    ["DEVICE_FAILED", "something that nobody has seen before"],
  ])("%s: %s", (code, message) => {
    expect(openingError(new Error(message), gpu)).toMatchObject({ code });
  });

  test("on the CPU, what cannot be opened is damaged", () => {
    expect(openingError(new Error("something new"), cpu)).toMatchObject({
      code: "MODEL_DAMAGED",
      details: { model: "net.onnx", reason: "something new" },
    });
  });
});

describe("running", () => {
  test.each([
    ["OUT_OF_MEMORY", `${node}bfc_arena.cc Failed to allocate memory`],
    ["OUT_OF_MEMORY", `${node}CUDNN failure 4: CUDNN_STATUS_ALLOC_FAILED`],
    ["OUT_OF_MEMORY", "VK_ERROR_OUT_OF_DEVICE_MEMORY"],
    ["INTERNAL", "input 'x' is missing in 'feeds'."],
    ["INTERNAL", "Got invalid dimensions for input: x"],
    ["DEVICE_FAILED", `${node}CUDA failure 1: invalid argument`],
    ["DEVICE_FAILED", "WebGPU device lost (2): GPU removed"],
  ])("%s: %s", (code, message) => {
    expect(runningError(new Error(message), gpu)).toMatchObject({ code });
  });

  test("the reason is the cause, without the way to it", () => {
    const message = `${node}/src/element_wise_ops.h:563 void Init(ptrdiff_t) axis == 1 was false. Cannot broadcast 2 by 3\nand more`;
    expect(runningError(new Error(message), cpu)).toMatchObject({
      code: "MODEL_DAMAGED",
      details: { model: "net.onnx", reason: "Cannot broadcast 2 by 3" },
    });
  });
});
