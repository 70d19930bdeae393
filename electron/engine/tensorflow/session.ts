/** One graph on TensorFlow.js; runs on the compute thread, which it blocks. */
import { invariant, NitidoError } from "../../../models/errors.ts";
import type { Graph } from "../../../models/graph/graph.ts";
import { unpackGraph } from "../../../models/graph/pack.ts";
import { networks } from "../../../models/networks/table.ts";
import type { Model } from "../engines.ts";
import {
  denoiserGraph,
  metadataOf,
  readModel,
  readWeights,
} from "../onnx/export.ts";
import { runningError } from "../onnx/ort-errors.ts";
import {
  DeviceTensor,
  type Session,
  type SessionOptions,
  type Values,
} from "../session.ts";
import type { TensorLike } from "../tensors.ts";
import type { Tensor, Tf } from "./api.ts";
import { loadTensorflow } from "./load.ts";
import { openProgram, type Program } from "./program.ts";

/** Throws DEVICE_UNAVAILABLE, DEVICE_FAILED, OUT_OF_MEMORY, MODEL_DAMAGED. */
export function openTensorflowSession(
  model: Model,
  options: SessionOptions,
  tf: Tf = loadTensorflow().tf,
): Session {
  const { device, outputsOnDevice = [] } = options;
  const graph = graphOf(model, options);
  const program = opened(tf, graph, options);
  const made = new Set<DeviceTensor>();

  const isTensor = (x: object): x is Tensor => x instanceof tf.Tensor;
  const toNative = (value: TensorLike | DeviceTensor): Tensor => {
    if (!(value instanceof DeviceTensor))
      return tf.tensor(value.data, [...value.dims], "float32");
    const tensor = value.on(device);
    invariant(isTensor(tensor), "the device's tensors are its own");
    return tensor;
  };

  return {
    device,
    inputs: graph.inputs.map(({ attributes }) => attributes.name),
    outputs: Object.keys(graph.outputs),

    async run(feeds, outputs) {
      const values: Values = {};
      const lent: Tensor[] = [];
      try {
        const given: Record<string, Tensor> = {};
        for (const [name, value] of Object.entries(feeds)) {
          const tensor = toNative(value);
          given[name] = tensor;
          if (!(value instanceof DeviceTensor)) lent.push(tensor);
        }
        const results = Object.entries(program.run(given, outputs));
        for (const [name, tensor] of results)
          if (outputsOnDevice.includes(name))
            values[name] = new DeviceTensor(device, tensor.shape, tensor, made);
          else {
            lent.push(tensor);
            values[name] = await valuesOf(tensor);
          }
        return values;
      } catch (error) {
        throw runningError(error, options);
      } finally {
        for (const tensor of lent) tensor.dispose();
      }
    },

    async read(tensor) {
      return valuesOf(toNative(tensor)).catch((error: unknown) => {
        throw runningError(error, options);
      });
    },

    close() {
      for (const tensor of made) tensor.dispose();
      program.dispose();
      return Promise.resolve();
    },
  };
}

function opened(tf: Tf, graph: Graph, options: SessionOptions): Program {
  try {
    return openProgram(tf, graph);
  } catch (error) {
    throw runningError(error, options);
  }
}

/** The graph itself, or that of a network which Nítido has written. */
function graphOf(model: Model, { device, model: name = "" }: SessionOptions) {
  if (!(model instanceof Uint8Array)) return unpackGraph(model);
  const file = readModel(model, name);
  const own = metadataOf(file)["network"];
  if (own === undefined || !Object.hasOwn(networks, own))
    throw new NitidoError("DEVICE_UNAVAILABLE", {
      device,
      reason: "it runs Nítido's own networks only",
    });
  const network = networks[own as keyof typeof networks];
  return denoiserGraph(network, readWeights(file, network, name), 64);
}

async function valuesOf(tensor: Tensor): Promise<TensorLike> {
  return { dims: tensor.shape, data: (await tensor.data()) as Float32Array };
}
