/** Verifies a finished graph from scratch, so that a faulty pass or gradient rule is caught where it happens. */
import { type Graph, graph as collect, refuse, topological } from "./graph.ts";
import { opNames } from "./ops/table.ts";
import { sameShape } from "./tensor.ts";

/** Returns the graph unchanged, or throws GRAPH_INVALID naming the op, what it expected and what it got. */
export function checkGraph(graph: Graph): Graph {
  for (const node of topological(Object.values(graph.outputs))) {
    if (!opNames.has(node.op.name))
      refuse(node.op.name, "an op of the table", "an unknown one");
    const shape = node.op.shape(
      node.inputs.map((input) => input.shape),
      node.attributes,
    );
    if (!sameShape(shape, node.shape))
      refuse(node.op.name, JSON.stringify(shape), node.shape);
  }
  const declared = new Set<unknown>(graph.inputs);
  for (const input of collect(graph.outputs).inputs)
    if (!declared.has(input))
      refuse("graph", "every input declared", input.attributes.name);
  return graph;
}
