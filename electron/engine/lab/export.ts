/** Writes encoder and decoder as ordinary ONNX files for any number of pictures. */
import { NitidoError } from "../../../models/errors.ts";
import { checkGraph } from "../../../models/graph/check.ts";
import { type Graph, graph } from "../../../models/graph/graph.ts";
import {
  type Classifier,
  classLogits,
  probabilities,
} from "../../../models/lab/classifier.ts";
import {
  type Autoencoder,
  codeInput,
  decoded,
  pictureInput,
} from "../../../models/networks/autoencoders/autoencoder.ts";
import type { Weight } from "../../../models/networks/network.ts";
import { lower } from "../onnx/lower.ts";
import {
  encodeModel,
  type ModelProto,
  type TensorProto,
} from "../onnx/proto.ts";

/** Numbers of pictures that no extent of a network happens to be. */
const BATCHES = [1009, 1013] as const;

type Metadata = Readonly<Record<string, string>>;

/** `pictures`, N×C×H×W in 0..1, in; `codes`, N×latent, out: the distributions' means, where it gives distributions. */
export function exportEncoder(
  autoencoder: Autoencoder,
  weight: Weight,
  metadata: Metadata = {},
): Uint8Array {
  return withOpenBatch(
    "encoder",
    (batch) => ({
      codes: autoencoder.encode(pictureInput(autoencoder, batch), weight).mean,
    }),
    metadata,
  );
}

/** What `exportActivations` calls a layer's answers. */
export const layerOutput = (layer: number): string => `layer${String(layer)}`;

/** `pictures`, N×C×H×W in 0..1, in; what each of the encoder's layers answers, the code last, out. */
export function exportActivations(
  autoencoder: Autoencoder,
  weight: Weight,
): Uint8Array {
  return withOpenBatch(
    "activations",
    (batch) => {
      let x = pictureInput(autoencoder, batch);
      return Object.fromEntries(
        autoencoder.pairs.map((pair, layer) => {
          x = pair.encode(x, weight);
          return [layerOutput(layer), x];
        }),
      );
    },
    {},
  );
}

/** `codes`, N×latent, in; `pictures`, N×C×H×W in 0..1, out. */
export function exportDecoder(
  autoencoder: Autoencoder,
  weight: Weight,
  metadata: Metadata = {},
): Uint8Array {
  return withOpenBatch(
    "decoder",
    (batch) => ({
      pictures: decoded(autoencoder, codeInput(autoencoder, batch), weight),
    }),
    metadata,
  );
}

/** `pictures`, N×C×H×W in 0..1, in; `probabilities`, N×classes, out. */
export function exportClassifier(
  classifier: Classifier,
  weight: Weight,
): Uint8Array {
  return withOpenBatch(
    "classifier",
    (batch) => ({
      probabilities: probabilities(
        classLogits(
          classifier,
          pictureInput(classifier.autoencoder, batch),
          weight,
        ),
      ),
    }),
    {},
  );
}

/**
 * The graph is lowered for two batch sizes. All that may differ is the first extent of what values
 * are reshaped to, which is then left for the engine to infer.
 */
function withOpenBatch(
  name: string,
  outputs: (batch: number) => Graph["outputs"],
  metadata: Metadata,
): Uint8Array {
  const lowered = (batch: number): ModelProto => {
    const built = checkGraph(graph(outputs(batch)));
    const shapes = [
      ...built.inputs.map((node) => [node.attributes.name, node] as const),
      ...Object.entries(built.outputs),
    ];
    const dimensions = Object.fromEntries(
      shapes.map(([of, { shape }]) => [of, ["batch", ...shape.slice(1)]]),
    );
    return lower(built, { dimensions, metadata });
  };
  const [model, other] = BATCHES.map((batch) =>
    inferringBatch(lowered(batch), BigInt(batch)),
  );
  if (!model || !other || Buffer.compare(model, other) !== 0)
    throw new NitidoError("GRAPH_INVALID", {
      op: name,
      expected: "a graph without a fixed number of pictures",
      got: "one that differs between numbers",
    });
  return model;
}

/** With the extent of the batch inferred wherever values are reshaped. */
function inferringBatch(model: ModelProto, batch: bigint): Uint8Array {
  const shapes = new Set(
    model.graph.node
      .filter(({ opType }) => opType === "Reshape")
      .map(({ input }) => input[1]),
  );
  const initializer = model.graph.initializer.map((tensor) =>
    shapes.has(tensor.name) ? inferred(tensor, batch) : tensor,
  );
  return encodeModel({ ...model, graph: { ...model.graph, initializer } });
}

/** A shape of 64-bit integers whose first is `batch`, with −1 instead. */
function inferred(tensor: TensorProto, batch: bigint): TensorProto {
  const bytes = new Uint8Array(tensor.rawData);
  const view = new DataView(bytes.buffer);
  if (view.getBigInt64(0, true) !== batch) return tensor;
  view.setBigInt64(0, -1n, true);
  return { ...tensor, rawData: bytes };
}
