/** Runs graphs through the ONNX lowering, without the engine around it. */
import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import type { Target } from "../../electron/engine/onnx/builder.ts";
import { lower } from "../../electron/engine/onnx/lower.ts";
import { encodeModel } from "../../electron/engine/onnx/proto.ts";
import type { Graph } from "../../models/graph/graph.ts";
import type { Tensor } from "../../models/graph/tensor.ts";
import type { OpenGraph } from "./agree.ts";

/** Values may hold more than the model asks for. */
export type Run = (
  values: Readonly<Record<string, Tensor>>,
) => Promise<Record<string, Tensor>>;

export type OpenModel = (
  model: Uint8Array,
) => Promise<{ readonly run: Run; readonly close: () => Promise<void> }>;

export function modelOf(graph: Graph, target?: Target): Uint8Array {
  return encodeModel(lower(graph, target ? { target } : {}));
}

/** Opens graphs as models, for a target. */
export const lowered =
  (open: OpenModel, target?: Target): OpenGraph =>
  (graph) =>
    open(modelOf(graph, target));

/** Opens a model on the CPU provider, on one thread. */
export const openOnCpu: OpenModel = async (model) => {
  const session = await InferenceSession.create(model, {
    executionProviders: ["cpu"],
    logSeverityLevel: 3,
    intraOpNumThreads: 1,
  });
  return {
    async run(values) {
      const feeds = Object.fromEntries(
        session.inputNames.map((name) => [name, toOrt(values[name])]),
      );
      const results = await session.run(feeds);
      return Object.fromEntries(
        Object.entries(results).map(([name, { dims, data }]) => [
          name,
          { shape: dims, data: data as Float32Array },
        ]),
      );
    },
    close: () => session.release(),
  };
};

/** Opens a model for a single run. */
export const runOnce =
  (open: OpenModel) =>
  async (model: Uint8Array, values: Parameters<Run>[0]): ReturnType<Run> => {
    const { run, close } = await open(model);
    const results = await run(values);
    await close();
    return results;
  };

function toOrt(tensor: Tensor | undefined): OrtTensor {
  if (!tensor) throw new Error("a value for every input is needed");
  const { shape, data } = tensor;
  return new OrtTensor("float32", Float32Array.from(data), shape);
}
