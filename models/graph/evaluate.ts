/** Runs a graph on the slow reference: the oracle that every engine is compared with. */
import { type Graph, isInput, refuse, topological } from "./graph.ts";
import { type Tensor, sameShape } from "./tensor.ts";

/** Outputs by name. Throws GRAPH_INVALID for a missing or misshapen input. */
export function evaluate(
  graph: Graph,
  inputs: Readonly<Record<string, Tensor>>,
): Record<string, Tensor> {
  const values = new Map<object, Tensor>();
  const valueOf = (node: object): Tensor =>
    values.get(node) ?? refuse("evaluate", "inputs before users", "a cycle");
  for (const node of topological(Object.values(graph.outputs))) {
    if (isInput(node)) {
      const { name, shape } = node.attributes;
      const value = inputs[name];
      if (!value || !sameShape(value.shape, shape))
        refuse(`input ${name}`, JSON.stringify(shape), value?.shape ?? "none");
      values.set(node, value);
    } else {
      values.set(
        node,
        node.op.evaluate(node.inputs.map(valueOf), node.attributes, node.shape),
      );
    }
  }
  return Object.fromEntries(
    Object.entries(graph.outputs).map(([name, node]) => [name, valueOf(node)]),
  );
}
