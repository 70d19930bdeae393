/** What a model that others made must not hold: checked before any of it is run. */
import type {
  AttributeProto,
  FunctionProto,
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

/** The ops of the ONNX standard, and of those that ONNX Runtime itself brings along what exporters make of networks: others open files, or hold whole programs. */
const STANDARD = new Set(["", "ai.onnx"]);
const RUNTIME = "com.microsoft";
const RUNTIME_OPS = new Set([
  ...["BiasGelu", "FastGelu", "Gelu", "QuickGelu", "FusedConv", "FusedGemm"],
  ...["FusedMatMul", "GridSample", "GroupNorm", "LayerNormalization"],
  ...["NhwcFusedConv", "SimplifiedLayerNormalization", "SkipGroupNorm"],
]);
/** They may never end, or hold lists of tensors of any number, and no denoiser needs one. */
const REFUSED =
  /^(Loop|Scan|Sequence\w+|SplitToSequence|ConcatFromSequence|Optional\w*)$/;
/** TensorProto.DataLocation.EXTERNAL */
const EXTERNAL = 1;
/** The largest published denoisers have a tenth of this. */
const MAX_NODES = 50_000;

/** Throws MODEL_UNSUITABLE for ops that are not everybody's, weights in other files or in forms that cannot be measured, and impossible sizes. */
export function requireWithinLimits(model: ModelProto, file: string): void {
  if ((model.trainingInfo ?? []).length > 0) throw unsuitable(file, "training");
  const { graph, functions = [] } = model;
  let count = 0;
  for (const { opType, domain = "" } of allNodes(graph, functions)) {
    const known =
      domain === RUNTIME ? RUNTIME_OPS.has(opType) : STANDARD.has(domain);
    if (!known || REFUSED.test(opType))
      throw unsuitable(file, "op", {
        op: domain === "" ? opType : `${domain}.${opType}`,
      });
    if (++count > MAX_NODES)
      throw unsuitable(file, "nodes", { limit: MAX_NODES });
  }
  let weights = 0;
  for (const tensor of allTensors(graph, functions, file)) {
    const outside = tensor.dataLocation === EXTERNAL;
    if (outside || (tensor.externalData?.length ?? 0) > 0)
      throw unsuitable(file, "external");
    weights += tensor.dims.reduce((size, extent) => size * extent, 1);
    // A byte holds two values at most.
    if (!(weights <= 2 * MAX_MODEL_BYTES))
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

/** Those of branches and of the model's own ops as well. */
function* allNodes(
  graph: GraphProto,
  functions: readonly FunctionProto[],
): Generator<NodeProto> {
  yield* nodesBelow(graph.node);
  for (const { node, attributeProto = [] } of functions) {
    yield* nodesBelow(node);
    for (const inner of subgraphs(attributeProto))
      yield* nodesBelow(inner.node);
  }
}

function* nodesBelow(nodes: readonly NodeProto[]): Generator<NodeProto> {
  for (const node of nodes) {
    yield node;
    for (const { node: inner } of subgraphs(node.attribute))
      yield* nodesBelow(inner);
  }
}

/** Throws MODEL_UNSUITABLE for sparse ones, which small files make large. */
function* allTensors(
  graph: GraphProto,
  functions: readonly FunctionProto[],
  file: string,
): Generator<TensorProto> {
  const graphs = [graph];
  const attributes = functions.flatMap(({ node, attributeProto = [] }) => [
    ...attributeProto,
    ...node.flatMap(({ attribute }) => attribute),
  ]);
  graphs.push(...subgraphs(attributes));
  yield* tensorsIn(attributes, file);
  for (let i = 0; i < graphs.length; i++) {
    const { node, initializer, sparseInitializer = [] } = graphs[i]!;
    if (sparseInitializer.length > 0) throw unsuitable(file, "sparse");
    yield* initializer;
    for (const { attribute } of node) {
      yield* tensorsIn(attribute, file);
      graphs.push(...subgraphs(attribute));
    }
  }
}

function* tensorsIn(
  attributes: readonly AttributeProto[],
  file: string,
): Generator<TensorProto> {
  for (const {
    t,
    tensors = [],
    sparseTensor,
    sparseTensors = [],
  } of attributes) {
    if (sparseTensor || sparseTensors.length > 0)
      throw unsuitable(file, "sparse");
    yield* t ? [t, ...tensors] : tensors;
  }
}

function subgraphs(attributes: readonly AttributeProto[]): GraphProto[] {
  return attributes.flatMap(({ g, graphs = [] }) =>
    g ? [g, ...graphs] : [...graphs],
  );
}
