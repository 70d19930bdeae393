/** Writes a trained network as an ordinary ONNX file for images of any size, and reads its weights back. */
import { NitidoError } from "../../../models/errors.ts";
import { checkGraph } from "../../../models/graph/check.ts";
import { type Graph, graph, input } from "../../../models/graph/graph.ts";
import { measureLevel } from "../../../models/networks/meter.ts";
import {
  type Network,
  type Parameters,
  type ParameterSpec,
  denoiserInputs,
  fixedWeights,
  parameterSpecs,
} from "../../../models/networks/network.ts";
import { sameShape, sizeOf } from "../../../models/graph/tensor.ts";
import { contextOfGraph } from "../../../models/inference/tile-context.ts";
import { lower } from "./lower.ts";
import { type ModelProto, decodeModel, encodeModel } from "./proto.ts";

/** Inputs and outputs of networks, with the extents that stay open. */
const DIMENSIONS = {
  image: [1, 3, "height", "width"],
  sigma: [1, 1, "half_height", "half_width"],
  denoised: [1, 3, "height", "width"],
  level: [1, 1, "cell_rows", "cell_columns"],
} as const;

/**
 * The ONNX file of a denoiser: `image` and `sigma` in, `denoised` out. `metadata` is kept in the
 * file, together with the context that tiles need.
 *
 * The graph is lowered for two image sizes; that both give the same nodes and constants is the
 * proof that no size is baked in.
 */
export function exportDenoiser(
  network: Network,
  parameters: Parameters,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  return exportOpen(
    (size) => denoiserGraph(network, parameters, size),
    "denoised",
    { ...metadata, network: network.name },
  );
}

/** The same of the noise meter: `image` in, `level` (`measureLevel`) out. */
export function exportMeter(parameters: Parameters): Uint8Array {
  return exportOpen((size) => meterGraph(parameters, size), "level", {
    network: "noise-meter",
  });
}

function exportOpen(
  graphOf: (size: number) => Graph,
  output: string,
  metadata: Readonly<Record<string, string>> & { readonly network: string },
): Uint8Array {
  const small = graphOf(128);
  const { margin, alignment } = contextOfGraph(small, output);
  const options = {
    dimensions: DIMENSIONS,
    metadata: {
      ...metadata,
      margin: String(margin),
      alignment: String(alignment),
    },
  };
  const model = encodeModel(lower(small, options));
  const other = encodeModel(lower(graphOf(192), options));
  if (Buffer.compare(model, other) !== 0)
    throw new NitidoError("GRAPH_INVALID", {
      op: metadata.network,
      expected: "a graph without fixed image extents",
      got: "one that differs between image sizes",
    });
  return model;
}

/** From `image`, 1×3×size×size, and `sigma` to `denoised`, with these weights. */
export function denoiserGraph(
  network: Network,
  parameters: Parameters,
  size: number,
): Graph {
  const inputs = denoiserInputs(1, size, size);
  const denoised = network.forward(inputs, fixedWeights(parameters));
  return checkGraph(graph({ denoised }));
}

/** From `image`, 1×3×size×size, to `level`. */
function meterGraph(parameters: Parameters, size: number): Graph {
  const image = input("image", [1, 3, size, size]);
  const level = measureLevel(image, fixedWeights(parameters));
  return checkGraph(graph({ level }));
}

/** The metadata of an ONNX file. Throws MODEL_DAMAGED, naming `file`, when it is none. */
export function readModel(bytes: Uint8Array, file: string): ModelProto {
  try {
    const model = decodeModel(bytes);
    if (model.graph.node.length === 0) throw new Error("no nodes");
    return model;
  } catch (error) {
    throw new NitidoError("MODEL_DAMAGED", {
      model: file,
      reason: String(error),
    });
  }
}

export function metadataOf(
  model: ModelProto,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    model.metadataProps.map(({ key, value }) => [key, value]),
  );
}

/** The weights that `network` asks for, from its ONNX file. Throws MODEL_DAMAGED where they do not fit. */
export function readWeights(
  model: ModelProto,
  network: Network,
  file: string,
): Parameters {
  return readWeightsOf(model, parameterSpecs(network), network.name, file);
}

/** The same for any weights that are asked for; `name` says whose they are. */
export function readWeightsOf(
  model: ModelProto,
  specs: readonly ParameterSpec[],
  name: string,
  file: string,
): Parameters {
  const initializers = new Map(
    model.graph.initializer.map((tensor) => [tensor.name, tensor]),
  );
  return new Map(
    specs.map(({ name: weight, shape }) => {
      const tensor = initializers.get(weight);
      if (
        !tensor ||
        !sameShape(tensor.dims, shape) ||
        tensor.rawData.length !== 4 * sizeOf(shape)
      )
        throw new NitidoError("MODEL_DAMAGED", {
          model: file,
          reason: `${name} needs weights ${weight} of ${shape.join("×")}`,
        });
      // Copied, so that the floats are aligned whatever the file's offset was.
      return [
        weight,
        {
          shape,
          data: new Float32Array(new Uint8Array(tensor.rawData).buffer),
        },
      ];
    }),
  );
}
