/** Lowers a graph to an ONNX model: one entry for each op, and the table is total. */
import {
  type Graph,
  type Node,
  topological,
} from "../../../models/graph/graph.ts";
import type { AttributesOf, OpName } from "../../../models/graph/ops/table.ts";
import { Values } from "./blocked/layout.ts";
import { BlockedLowering } from "./blocked/lower-blocked.ts";
import { planBlocks } from "./blocked/plan.ts";
import { OnnxBuilder, PORTABLE, type Target } from "./builder.ts";
import * as convolution from "./lower-convolution.ts";
import * as sampling from "./lower-sampling.ts";
import {
  ELEMENT,
  type ModelProto,
  type NodeProto,
  type ValueInfoProto,
} from "./proto.ts";

/** Adds the ONNX nodes for one IR node, given its inputs' names; returns the result's name. */
export type Lowering<K extends OpName> = (
  b: OnnxBuilder,
  inputs: readonly [string, string, string],
  node: Omit<Node, "attributes"> & { readonly attributes: AttributesOf<K> },
) => string;

/** An op that exists in ONNX under another name and without attributes. */
const same =
  (opType: string, arity = 1): Lowering<OpName> =>
  (b, inputs) =>
    b.node(opType, inputs.slice(0, arity));

const lowerings: { readonly [K in OpName]: Lowering<K> } = {
  abs: same("Abs"),
  add: same("Add", 2),
  clip: (b, [x], { attributes: { low, high } }) =>
    b.node("Clip", [x, b.float(low), b.float(high)]),
  concat: (b, inputs, { attributes }) =>
    b.node("Concat", inputs, { axis: attributes.axis }),
  constant: (b, _inputs, { attributes }) =>
    b.floats(attributes.shape, attributes.data, attributes.name),
  ...convolution,
  ...sampling,
  depthToSpace: (b, [x], { attributes }) =>
    b.node("DepthToSpace", [x], { blocksize: attributes.block, mode: "CRD" }),
  div: same("Div", 2),
  exp: same("Exp"),
  input: (_b, _inputs, { attributes }) => attributes.name,
  leakyRelu: (b, [x], { attributes }) =>
    b.node("LeakyRelu", [x], { alpha: { float: attributes.slope } }),
  log: same("Log"),
  matmul: same("MatMul", 2),
  maximum: same("Max", 2),
  mul: same("Mul", 2),
  pad: (b, [x], { attributes }) =>
    b.node("Pad", [x, b.integers([...attributes.before, ...attributes.after])]),
  // No axes mean no reduction here, and all of them in ONNX.
  reduceMean: (b, [x], { attributes: { axes } }) =>
    axes.length ? b.node("ReduceMean", [x], { axes, keepdims: 1 }) : x,
  reduceSum: (b, [x], { attributes: { axes } }) =>
    axes.length
      ? b.node("ReduceSum", [x, b.integers(axes)], { keepdims: 1 })
      : x,
  relu: same("Relu"),
  reshape: (b, [x], { attributes }) => b.reshape(x, attributes.to),
  sigmoid: same("Sigmoid"),
  slice: (b, [x], { attributes: { starts, ends } }) =>
    convolution.slice(
      b,
      x,
      starts,
      ends,
      starts.map((_, axis) => axis),
    ),
  spaceToDepth,
  sqrt: same("Sqrt"),
  sub: same("Sub", 2),
  tanh: same("Tanh"),
  transpose: (b, [x], { attributes }) => b.transpose(x, attributes.perm),
  where: (b, [c, a, other]) =>
    b.node("Where", [b.node("Greater", [c, b.float(0)]), a, other]),
};

/**
 * A convolution with one-hot weights: unlike ONNX's SpaceToDepth it keeps the channel order of the
 * IR, runs on WebGPU, and knows no image size. It costs little for few channels; the others are
 * transposed.
 */
function spaceToDepth(
  ...[b, [x], { attributes, inputs }]: Parameters<Lowering<"spaceToDepth">>
): string {
  const { block } = attributes;
  const [n = 0, c = 0, h = 0, w = 0] = inputs[0]?.shape ?? [];
  if (c <= 4) {
    const deep = c * block * block;
    const weights = new Float32Array(deep * c * block * block);
    for (let i = 0; i < deep; i++) weights[i * c * block * block + i] = 1;
    return b.node("Conv", [x, b.floats([deep, c, block, block], weights)], {
      kernel_shape: [block, block],
      strides: [block, block],
    });
  }
  // Rows apart, then columns: two exchanges of one axis each are several times faster than one
  // transpose of six axes.
  const lines = b.reshape(x, [n * c, h / block, block, w]);
  const rows = b.transpose(lines, [0, 2, 1, 3]);
  const positions = (h * w) / block / block;
  const pairs = b.reshape(rows, [n * c * block, positions, block]);
  const columns = b.transpose(pairs, [0, 2, 1]);
  return b.reshape(columns, [n, c * block * block, h / block, w / block]);
}

export interface LowerOptions {
  readonly target?: Target;
  /** Names for extents that stay open, by input or output: `{ image: [1, 3, "height", "width"] }`. */
  readonly dimensions?: Readonly<Record<string, readonly (number | string)[]>>;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The newest that the checker of Debian 12 knows; in it ReduceMean still has its axes as an attribute. */
const OPSET = 17;
const IR_VERSION = 8;

/** The ONNX model of a graph, with the graph's input and output names. */
export function lower(graph: Graph, options: LowerOptions = {}): ModelProto {
  const { target = PORTABLE, dimensions = {}, metadata = {} } = options;
  const b = new OnnxBuilder(target);
  const outputs = Object.entries(graph.outputs);
  const order = topological(Object.values(graph.outputs));
  const values = new Values(b);
  const { channelBlock } = target;
  const results = new Set(Object.values(graph.outputs));
  const blocked =
    channelBlock === undefined
      ? undefined
      : new BlockedLowering(
          b,
          values,
          planBlocks(order, results, channelBlock),
        );
  for (const node of order) {
    const lowering = lowerings[node.op.name as OpName] as Lowering<OpName>;
    const same = (inputs: readonly string[]) =>
      lowering(b, inputs as readonly [string, string, string], node);
    if (!blocked?.lower(node, same))
      values.setPlain(
        node,
        same(node.inputs.map((input) => values.plain(input))),
      );
  }
  const named = outputs.map(
    ([name, node]) => [name, values.plain(node)] as const,
  );
  const nodes = withOutputs(b.nodes, named);
  const declare = (name: string, node: Node): ValueInfoProto =>
    valueInfo(name, dimensions[name] ?? node.shape);
  return {
    irVersion: IR_VERSION,
    producerName: "nitido",
    opsetImport: [
      { domain: "", version: OPSET },
      ...b.domains.map((domain) => ({ domain, version: 1 })),
    ],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({
      key,
      value,
    })),
    graph: {
      name: "nitido",
      node: nodes,
      initializer: b.initializers,
      input: graph.inputs.map((node) => declare(node.attributes.name, node)),
      output: outputs.map(([name, node]) => declare(name, node)),
    },
  };
}

/**
 * The nodes that the outputs depend on, and the outputs under their own names. A value that has one
 * name already, as an input or another output, is copied.
 */
function withOutputs(
  nodes: readonly NodeProto[],
  outputs: readonly (readonly [name: string, value: string])[],
): NodeProto[] {
  const needed = new Set(outputs.map(([, value]) => value));
  const kept = nodes
    .toReversed()
    .filter(({ input, output }) => {
      const used = output.some((name) => needed.has(name));
      if (used) for (const name of input) needed.add(name);
      return used;
    })
    .toReversed();
  const computed = new Set(kept.flatMap(({ output }) => output));
  const names = new Map<string, string>();
  const copies: NodeProto[] = [];
  for (const [name, value] of outputs)
    if (computed.has(value) && !names.has(value)) names.set(value, name);
    else
      copies.push({
        name,
        opType: "Identity",
        input: [value],
        output: [name],
        attribute: [],
      });
  const rename = (name: string) => names.get(name) ?? name;
  return [...kept, ...copies].map((node) => ({
    ...node,
    input: node.input.map(rename),
    output: node.output.map(rename),
  }));
}

function valueInfo(
  name: string,
  extents: readonly (number | string)[],
): ValueInfoProto {
  const dim = extents.map((extent) =>
    typeof extent === "number" ? { dimValue: extent } : { dimParam: extent },
  );
  return {
    name,
    type: { tensorType: { elemType: ELEMENT.float, shape: { dim } } },
  };
}
