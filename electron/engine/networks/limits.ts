/** What a model that others made must not hold: checked before any of it is run. */
import type {
  AttributeProto,
  GraphProto,
  ModelProto,
  NodeProto,
  TensorProto,
} from "../onnx/proto.ts";
import { unsuitable } from "./signature.ts";

/** The largest published denoisers have half of this. */
export const MAX_MODEL_BYTES = 1e9;

/** Throws MODEL_UNSUITABLE for a file that is too large to be a model. */
export function requireModelSize(bytes: number, file: string): void {
  if (bytes > MAX_MODEL_BYTES)
    throw unsuitable(file, "size", {
      megabytes: Math.ceil(bytes / 1e6),
      limit: MAX_MODEL_BYTES / 1e6,
    });
}

/** The ops of the ONNX standard, and those that ONNX Runtime itself brings along. */
const DOMAINS = new Set(["", "ai.onnx", "com.microsoft"]);
/** A loop may never end, and no denoiser needs one. */
const REFUSED = new Set(["Loop", "Scan"]);
/** TensorProto.DataLocation.EXTERNAL */
const EXTERNAL = 1;

/** Throws MODEL_UNSUITABLE for ops that are not everybody's, weights in other files, and impossible sizes. */
export function requireWithinLimits(model: ModelProto, file: string): void {
  const bodies = model.functions?.map(({ node }) => node) ?? [];
  for (const nodes of [model.graph.node, ...bodies])
    for (const { opType, domain = "" } of allNodes(nodes))
      if (!DOMAINS.has(domain) || REFUSED.has(opType))
        throw unsuitable(file, "op", {
          op: domain === "" ? opType : `${domain}.${opType}`,
        });
  let weights = 0;
  for (const tensor of allTensors(model.graph, bodies)) {
    const outside = tensor.dataLocation === EXTERNAL;
    if (outside || (tensor.externalData?.length ?? 0) > 0)
      throw unsuitable(file, "external");
    weights += tensor.dims.reduce((size, extent) => size * extent, 1);
    // A byte holds two values at most.
    if (weights > 2 * MAX_MODEL_BYTES)
      throw unsuitable(file, "tensor", { tensor: tensor.name });
  }
}

/** The number of weights. */
export function weightCount({ graph }: ModelProto): number {
  return graph.initializer.reduce(
    (sum, { dims }) => sum + dims.reduce((size, extent) => size * extent, 1),
    0,
  );
}

/** Those of branches as well. */
function* allNodes(nodes: readonly NodeProto[]): Generator<NodeProto> {
  for (const node of nodes) {
    yield node;
    for (const { node: inner } of subgraphs(node.attribute))
      yield* allNodes(inner);
  }
}

function* allTensors(
  graph: GraphProto,
  bodies: readonly (readonly NodeProto[])[] = [],
): Generator<TensorProto> {
  yield* graph.initializer;
  for (const { attribute } of [graph.node, ...bodies].flat()) {
    for (const { t, tensors = [] } of attribute)
      yield* t ? [t, ...tensors] : tensors;
    for (const inner of subgraphs(attribute)) yield* allTensors(inner);
  }
}

function subgraphs(attributes: readonly AttributeProto[]): GraphProto[] {
  return attributes.flatMap(({ g, graphs = [] }) =>
    g ? [g, ...graphs] : [...graphs],
  );
}
