/** Which engine computes on which device: the one place that knows. */
import { invariant } from "../../models/errors.ts";
import type { Graph } from "../../models/graph/graph.ts";
import { type PackedGraph, packGraph } from "../../models/graph/pack.ts";
import type { DeviceId } from "../services/api.ts";
import { type LowerOptions, lower } from "./onnx/lower.ts";
import { encodeModel } from "./onnx/proto.ts";
import type { Session, SessionOptions } from "./session.ts";

/** What a session is opened from: an ONNX file's bytes, or a graph for the engine that runs graphs. */
export type Model = Uint8Array | PackedGraph;

/** The graph as the device's engine wants it; `options` are for ONNX Runtime. */
export function modelOf(
  graph: Graph,
  device: DeviceId,
  options?: LowerOptions,
): Model {
  return device === "tensorflow"
    ? packGraph(graph)
    : encodeModel(lower(graph, options));
}

/**
 * Loads a model. Of ONNX files, TensorFlow runs Nítido's own. Throws DEVICE_UNAVAILABLE,
 * DEVICE_FAILED, OUT_OF_MEMORY, or MODEL_DAMAGED, which also refuses inputs and outputs that are
 * not float32.
 */
export async function openSession(
  model: Model,
  options: SessionOptions,
): Promise<Session> {
  // Each engine is loaded with its first session: neither is small.
  if (options.device === "tensorflow") {
    const { openTensorflowSession } = await import("./tensorflow/session.ts");
    return openTensorflowSession(model, options);
  }
  invariant(model instanceof Uint8Array, "ONNX Runtime runs ONNX files");
  const { openOnnxSession } = await import("./onnx/session.ts");
  return openOnnxSession(model, options);
}
