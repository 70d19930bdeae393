/** Prints a graph as text, one node a line, for reviews and snapshots. */
import { type Graph, isInput, topological } from "./graph.ts";

/** Lines such as `%3 = conv2d(%1, %2) {stride: 1, padding: 1} : 1×32×64×64`, then the named outputs. */
export function printGraph(graph: Graph): string {
  const names = new Map<object, string>();
  const nameOf = (node: object) => names.get(node) ?? "?";
  const lines: string[] = [];
  for (const node of topological(Object.values(graph.outputs))) {
    const name = isInput(node)
      ? node.attributes.name
      : `%${String(names.size)}`;
    names.set(node, name);
    const call = isInput(node)
      ? "input"
      : `${node.op.name}(${node.inputs.map(nameOf).join(", ")})`;
    const shape = node.shape.length ? node.shape.join("×") : "scalar";
    lines.push(
      `${name} = ${call}${printAttributes(node.attributes)} : ${shape}`,
    );
  }
  for (const [name, node] of Object.entries(graph.outputs))
    lines.push(`${name} ← ${nameOf(node)}`);
  return lines.join("\n");
}

/** Shapes and names are already in the line; long constants are cut. */
function printAttributes(attributes: object): string {
  const parts = Object.entries(attributes)
    .filter(([key]) => key !== "name" && key !== "shape")
    .map(([key, value]) => `${key}: ${printValue(value)}`);
  return parts.length ? ` {${parts.join(", ")}}` : "";
}

function printValue(value: unknown): string {
  if (!(value instanceof Float32Array)) return JSON.stringify(value);
  const head = Array.from(value.subarray(0, 4)).join(", ");
  return `[${head}${value.length > 4 ? `, … ${String(value.length)}` : ""}]`;
}
