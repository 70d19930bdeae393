/** Reverse-mode differentiation, graph → graph: the result is more of the same IR, so every engine can train. */
import { type Node, constant, refuse, topological } from "./graph.ts";
import { add } from "./ops/add.ts";
import { sameShape, sizeOf } from "./tensor.ts";

/**
 * The derivatives of a scalar with respect to `sources`, each with its source's shape.
 * A source that the scalar does not depend on gets zeros. Throws GRAPH_INVALID when `loss` is no scalar.
 *
 * Nodes are visited outputs first; a node's derivative is complete when it is reached, because all
 * its users came before. Branches that lead to no source are not differentiated at all.
 */
export function gradients(loss: Node, sources: readonly Node[]): Node[] {
  if (sizeOf(loss.shape) !== 1)
    refuse("gradients", "a scalar loss", loss.shape);
  const order = topological([loss]);
  const wanted = new Set<Node>(sources);
  for (const node of order)
    if (node.inputs.some((input) => wanted.has(input))) wanted.add(node);

  const derivative = new Map<Node, Node>();
  derivative.set(loss, constant(loss.shape, [1]));
  for (const node of order.reverse()) {
    const upstream = derivative.get(node);
    if (!upstream || !node.inputs.some((input) => wanted.has(input))) continue;
    const parts = node.op.gradient(node, upstream);
    node.inputs.forEach((input, i) => {
      const part = parts[i];
      if (!part || !wanted.has(input)) return;
      if (!sameShape(part.shape, input.shape))
        refuse(
          `gradient of ${node.op.name}`,
          `shape ${JSON.stringify(input.shape)}`,
          part.shape,
        );
      const sum = derivative.get(input);
      derivative.set(input, sum ? add(sum, part) : part);
    });
  }
  return sources.map(
    (source) =>
      derivative.get(source) ??
      constant(source.shape, new Float32Array(sizeOf(source.shape))),
  );
}
