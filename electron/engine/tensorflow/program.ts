/** A graph made ready to run with TensorFlow.js: constants on the device, and when each value has had its last use. */
import { invariant } from "../../../models/errors.ts";
import {
  type ConstantAttributes,
  type Graph,
  type Node,
  constantOp,
  topological,
} from "../../../models/graph/graph.ts";
import type { OpName } from "../../../models/graph/ops/table.ts";
import type { Tensor, Tf } from "./api.ts";
import { type Leaves, type Lowering, lowerings } from "./lower.ts";
import type { Value } from "./value.ts";

export type Tensors = Readonly<Record<string, Tensor>>;

export interface Program {
  /**
   * The named outputs, or all; both they and the inputs are the caller's to dispose of. A graph
   * that names no image size takes any.
   */
  run(inputs: Tensors, outputs?: readonly string[]): Record<string, Tensor>;
  /** Disposes of the constants. */
  dispose(): void;
}

export function openProgram(tf: Tf, graph: Graph): Program {
  const constants = new Map<object, Tensor>();
  for (const node of topological(Object.values(graph.outputs)))
    if ((node.op as unknown) === constantOp) {
      const { shape, data } = node.attributes as ConstantAttributes;
      constants.set(node, tf.keep(tf.tensor(data, [...shape], "float32")));
    }

  return {
    run(inputs, outputs = Object.keys(graph.outputs)) {
      const wanted = outputs.map((name) => {
        const node = graph.outputs[name];
        invariant(node, `the graph has an output ${name}`);
        return [name, node] as const;
      });
      const leaves: Leaves = {
        input(name) {
          const tensor = inputs[name];
          invariant(tensor, `the input ${name} is given`);
          return tensor;
        },
        constant(node) {
          const tensor = constants.get(node);
          invariant(tensor, "every constant is on the device");
          return tensor;
        },
      };
      return tf.tidy(() => compute(tf, wanted, leaves));
    },

    dispose() {
      for (const tensor of constants.values()) tensor.dispose();
      constants.clear();
    },
  };
}

/** Values go as soon as nothing needs them: a training step would otherwise hold twice its memory. */
function compute(
  tf: Tf,
  wanted: readonly (readonly [name: string, node: Node])[],
  leaves: Leaves,
): Record<string, Tensor> {
  const order = topological(wanted.map(([, node]) => node));
  const uses = countUses(order);
  for (const [, node] of wanted) uses.set(node, Infinity);
  const values = new Map<Node, Value>();
  const valueOf = (node: Node): Value => {
    const value = values.get(node);
    invariant(value, "inputs come before users");
    return value;
  };
  for (const node of order) {
    const lowering = lowerings[node.op.name as OpName] as Lowering<OpName>;
    const inputs = node.inputs.map(valueOf);
    const value = lowering(
      tf,
      inputs as unknown as readonly [Value, Value, Value],
      node,
      leaves,
    );
    values.set(node, value);
    for (const input of node.inputs) {
      const left = (uses.get(input) ?? 0) - 1;
      uses.set(input, left);
      if (left === 0) valueOf(input).dispose();
    }
  }
  // Copies of the handles, not of the data: an output may be an input, a constant or another output.
  return Object.fromEntries(
    wanted.map(([name, node]) => [name, tf.clone(valueOf(node).plain())]),
  );
}

function countUses(order: readonly Node[]): Map<Node, number> {
  const uses = new Map<Node, number>();
  for (const node of order)
    for (const input of node.inputs)
      uses.set(input, (uses.get(input) ?? 0) + 1);
  return uses;
}
