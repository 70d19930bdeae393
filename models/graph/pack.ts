/** A graph as plain data, to be sent to another thread, and back. */
import { type Graph, type Node, apply, graph, topological } from "./graph.ts";
import { type OpName, ops } from "./ops/table.ts";

/** Nodes with inputs before users; an input is the index of its node. */
export interface PackedGraph {
  readonly nodes: readonly {
    readonly op: string;
    readonly inputs: readonly number[];
    readonly attributes: object;
  }[];
  readonly outputs: Readonly<Record<string, number>>;
}

export function packGraph({ outputs }: Graph): PackedGraph {
  const order = topological(Object.values(outputs));
  const indices = new Map(order.map((node, index) => [node, index]));
  const indexOf = (node: Node): number => indices.get(node) ?? -1;
  return {
    nodes: order.map(({ op, inputs, attributes }) => ({
      op: op.name,
      inputs: inputs.map(indexOf),
      attributes,
    })),
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, node]) => [name, indexOf(node)]),
    ),
  };
}

/** Builds the graph anew, shapes checked. */
export function unpackGraph({ nodes, outputs }: PackedGraph): Graph {
  const built: Node[] = [];
  const at = (index: number): Node => {
    const node = built[index];
    if (!node) throw new Error("invariant: inputs come before users");
    return node;
  };
  for (const { op, inputs, attributes } of nodes)
    built.push(
      // The op that packed the attributes reads them again.
      apply(ops[op as OpName] as Node["op"], inputs.map(at), attributes),
    );
  return graph(
    Object.fromEntries(
      Object.entries(outputs).map(([name, index]) => [name, at(index)]),
    ),
  );
}
