/** The intermediate representation: an immutable, statically shaped graph of pure tensor operations. */
import { NitidoError } from "../errors.ts";
import type { Shape, Tensor } from "./tensor.ts";

/** One operation applied to its inputs. A node is also the tensor it computes. */
export interface Node<A extends object = object> {
  readonly op: Op<A>;
  readonly inputs: readonly Node[];
  readonly attributes: Readonly<A>;
  readonly shape: Shape;
}

/**
 * All that is engine-independent about an operation. Engines add a lowering, in a table that
 * does not compile while an entry is missing.
 */
export interface Op<A extends object = object> {
  readonly name: string;
  /** Result shape; throws through `refuse` when inputs or attributes do not fit. */
  shape(inputs: readonly Shape[], attributes: Readonly<A>): Shape;
  /**
   * Given ∂loss/∂output, one ∂loss/∂input for each input, as graph; null where an input has no
   * useful derivative. Each returned node has exactly its input's shape.
   */
  gradient(node: Node<A>, upstream: Node): readonly (Node | null)[];
  /** The slow reference: the definition written as loops, without regard for speed. */
  evaluate(
    inputs: readonly Tensor[],
    attributes: Readonly<A>,
    shape: Shape,
  ): Tensor;
  /**
   * For a spatial op: the rows (equally: columns) of its first input that rows [first, last] of
   * the output depend on; throws through `refuse` when that is all of them. Absent for ops that
   * leave rows and columns where they are whenever they leave the extents as they are.
   */
  reach?(rows: Interval, attributes: Readonly<A>): Interval;
}

/** A closed interval of row or column indices. */
export interface Interval {
  readonly first: number;
  readonly last: number;
}

/** Outputs by name, and the input nodes they depend on, in order of first use. */
export interface Graph {
  readonly inputs: readonly Node<InputAttributes>[];
  readonly outputs: Readonly<Record<string, Node>>;
}

export interface InputAttributes {
  readonly name: string;
  readonly shape: Shape;
}

export interface ConstantAttributes {
  /** Kept in written files, so that weights can be found again. */
  readonly name?: string;
  readonly shape: Shape;
  readonly data: Float32Array;
}

/** Throws the typed error of a graph that does not fit together. */
export function refuse(op: string, expected: string, got: unknown): never {
  throw new NitidoError("GRAPH_INVALID", {
    op,
    expected,
    got: typeof got === "string" ? got : JSON.stringify(got),
  });
}

/** Applies an op: checks the inputs against its shape rule and returns the new node. */
export function apply<A extends object>(
  op: Op<A>,
  inputs: readonly Node[],
  attributes: Readonly<A>,
): Node {
  const shape = op.shape(
    inputs.map((input) => input.shape),
    attributes,
  );
  if (!shape.every((extent) => Number.isInteger(extent) && extent > 0))
    refuse(op.name, "a result with positive integer extents", shape);
  // Attributes are private to the op that reads them: the node may forget their type.
  return { op, inputs, attributes, shape };
}

const leaf = {
  gradient: () => [],
};

export const inputOp: Op<InputAttributes> = {
  ...leaf,
  name: "input",
  shape: (_inputs, attributes) => attributes.shape,
  evaluate: (_inputs, attributes) =>
    refuse("input", "a value", `none for ${attributes.name}`),
};

export const constantOp: Op<ConstantAttributes> = {
  ...leaf,
  name: "constant",
  shape(_inputs, { shape, data }) {
    const size = shape.reduce((a, b) => a * b, 1);
    if (size !== data.length)
      refuse("constant", `${String(size)} values`, data.length);
    return shape;
  },
  evaluate: (_inputs, { shape, data }) => ({ shape, data }),
};

/** A tensor given at run time. */
export function input(name: string, shape: Shape): Node {
  return apply(inputOp, [], { name, shape });
}

/** A tensor known when the graph is built. */
export function constant(
  shape: Shape,
  data: ArrayLike<number>,
  name?: string,
): Node {
  return apply(constantOp, [], {
    shape,
    data: Float32Array.from(data),
    ...(name === undefined ? {} : { name }),
  });
}

export function scalar(value: number): Node {
  return constant([], [value]);
}

export function isInput(node: Node): node is Node<InputAttributes> {
  return (node.op as unknown) === inputOp;
}

/** Every node that the roots depend on, each once, inputs before users. Iterative: graphs are deep. */
export function topological(roots: Iterable<Node>): Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  const stack: { node: Node; next: number }[] = [];
  for (const root of roots) {
    if (!seen.has(root)) stack.push({ node: root, next: 0 });
    seen.add(root);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const child = top.node.inputs[top.next++];
      if (child === undefined) {
        order.push(top.node);
        stack.pop();
      } else if (!seen.has(child)) {
        seen.add(child);
        stack.push({ node: child, next: 0 });
      }
    }
  }
  return order;
}

/** Collects a graph from its outputs. Throws when two different inputs share a name. */
export function graph(outputs: Readonly<Record<string, Node>>): Graph {
  const inputs = topological(Object.values(outputs)).filter(isInput);
  const names = new Set(inputs.map((node) => node.attributes.name));
  if (names.size !== inputs.length)
    refuse(
      "graph",
      "one input node for each name",
      inputs.map((node) => node.attributes.name),
    );
  return { inputs, outputs };
}
