/** Decides which values of a graph are computed in the blocked layout, and which convolutions take in the op after them. */
import type { Node } from "../../../../models/graph/graph.ts";
import type {
  AttributesOf,
  OpName,
} from "../../../../models/graph/ops/table.ts";
import { sameShape, sizeOf } from "../../../../models/graph/tensor.ts";

export interface Plan {
  /** The values computed in blocks, each with its number of phases. */
  readonly phases: ReadonlyMap<Node, number>;
  /** Convolutions that are computed by the only user of their result: a `relu` or an `add`. */
  readonly fused: ReadonlySet<Node>;
}

/** Ops that treat every element alike, wherever it lies. None makes NaN of the zeros that fill a block. */
const ELEMENTWISE = new Set<OpName>([
  "add",
  "leakyRelu",
  "mul",
  "relu",
  "sub",
  "where",
]);

export function is<K extends OpName>(
  node: Node,
  name: K,
): node is Node<AttributesOf<K>> {
  return node.op.name === name;
}

/** `nodes`: those of a graph, inputs before users; `outputs`: those that are its results. */
export function planBlocks(
  nodes: readonly Node[],
  outputs: ReadonlySet<Node>,
  block: number,
): Plan {
  const users = new Map<Node, Node[]>(nodes.map((node) => [node, []]));
  for (const node of nodes)
    for (const input of node.inputs) users.get(input)?.push(node);
  const usersOf = (node: Node) => users.get(node) ?? [];
  const phases = new Map<Node, number>();
  const whole = (channels = 0) => channels % block === 0;

  const phasesOf = (node: Node): number | undefined => {
    const [, channels = 0] = node.shape;
    const [first] = node.inputs;
    if (is(node, "conv2d")) return phasesForUsers(node, channels);
    if (is(node, "conv2dInputGradient"))
      return slides(node) || (fillsBlocks(node) && whole(channels))
        ? 1
        : undefined;
    if (is(node, "depthToSpace"))
      return (first && phases.get(first)) === node.attributes.block ** 2
        ? 1
        : undefined;
    if (is(node, "spaceToDepth")) {
      const convolved = usersOf(node).every((user) =>
        user.op.name.startsWith("conv2d"),
      );
      if (!first || !convolved) return undefined;
      const { block: edge } = node.attributes;
      const from = first.shape[1] ?? 0;
      if (phases.get(first) === 1 && whole(from)) return edge ** 2;
      return !phases.has(first) && from < block ? 1 : undefined;
    }
    return isElementwise(node) && whole(channels) ? 1 : undefined;
  };

  /** A convolution before `depthToSpace` computes the phases apart from each other. */
  const phasesForUsers = (node: Node, channels: number): number => {
    const [user] = usersOf(node);
    if (!user || !is(user, "depthToSpace")) return 1;
    const { block: edge } = user.attributes;
    const same = usersOf(node).every(
      (other) => is(other, "depthToSpace") && other.attributes.block === edge,
    );
    return same && whole(channels / edge ** 2) ? edge ** 2 : 1;
  };

  const isElementwise = (node: Node): boolean =>
    ELEMENTWISE.has(node.op.name as OpName) &&
    node.inputs.some((input) => phases.get(input) === 1) &&
    node.inputs.every((input) =>
      sameShape(input.shape, node.shape)
        ? (phases.get(input) ?? 1) === 1
        : sizeOf(input.shape) === 1 && !phases.has(input),
    );

  for (const node of nodes) {
    const found = phasesOf(node);
    if (found !== undefined) phases.set(node, found);
  }

  const fused = new Set<Node>();
  for (const user of phases.keys()) {
    if (!is(user, "add") && !is(user, "relu")) continue;
    const convolution = user.inputs.find(
      (input) =>
        (is(input, "conv2d") ||
          (is(input, "conv2dInputGradient") && slides(input))) &&
        usersOf(input).length === 1 &&
        !outputs.has(input),
    );
    const sameExtents = user.inputs.every((input) =>
      sameShape(input.shape, user.shape),
    );
    if (convolution && sameExtents) fused.add(convolution);
  }
  return { phases, fused };
}

/** Whether an input gradient is itself a convolution of stride 1. */
export function slides({
  attributes,
}: Node<AttributesOf<"conv2dInputGradient">>): boolean {
  const { stride, padding, kernel } = attributes;
  return stride === 1 && padding < kernel;
}

/** Whether an input gradient makes a block of pixels of each pixel, none of which overlap. */
export function fillsBlocks({
  inputs,
  attributes,
}: Node<AttributesOf<"conv2dInputGradient">>): boolean {
  const { stride, padding, kernel, extents } = attributes;
  const [, , rows = 0, columns = 0] = inputs[0]?.shape ?? [];
  return (
    stride === kernel &&
    padding === 0 &&
    extents[0] === rows * kernel &&
    extents[1] === columns * kernel
  );
}
