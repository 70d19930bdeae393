/** Small ONNX models for the engine's tests. */
import { lower } from "../../../electron/engine/onnx/lower.ts";
import {
  ELEMENT,
  encodeModel,
  type NodeProto,
} from "../../../electron/engine/onnx/proto.ts";
import { type Graph, graph, input } from "../../../models/graph/graph.ts";
import { add } from "../../../models/graph/ops/add.ts";
import { mul } from "../../../models/graph/ops/mul.ts";
import { reduceSum } from "../../../models/graph/ops/reduce-sum.ts";

const model = (of: Graph, options = {}): Uint8Array =>
  encodeModel(lower(of, options));

/** y = x · x, for a row of any length. */
export function squareModel(): Uint8Array {
  const x = input("x", [1]);
  const dimensions = { x: ["n"], y: ["n"] };
  return model(graph({ y: mul(x, x) }), { dimensions });
}

/** next = state + amount (2 × 2 + one), and the sum of next. */
export function counterModel(): Uint8Array {
  const next = add(input("state", [2, 2]), input("amount", []));
  return model(graph({ next, sum: reduceSum(next) }));
}

/** y = a single x, repeated to a size that no machine has memory for. */
export function hugeModel(): Uint8Array {
  return raw("Expand", ELEMENT.float, [2 ** 48]);
}

/** y = x, for integers. */
export function integerModel(): Uint8Array {
  return raw("Identity", ELEMENT.int64);
}

/** An op that ONNX does not have. */
export function unknownOpModel(): Uint8Array {
  return raw("Dream", ELEMENT.float);
}

/** One node from x to y, both rows, with integers as its second input. */
function raw(
  opType: string,
  elemType: number,
  second?: readonly number[],
): Uint8Array {
  const node: NodeProto = {
    name: "node",
    opType,
    input: second ? ["x", "second"] : ["x"],
    output: ["y"],
    attribute: [],
  };
  const declare = (name: string, dimParam: string) => ({
    name,
    type: { tensorType: { elemType, shape: { dim: [{ dimParam }] } } },
  });
  const initializer = second
    ? [
        {
          name: "second",
          dims: [second.length],
          dataType: ELEMENT.int64,
          rawData: new Uint8Array(BigInt64Array.from(second, BigInt).buffer),
        },
      ]
    : [];
  return encodeModel({
    irVersion: 8,
    producerName: "test",
    opsetImport: [{ domain: "", version: 18 }],
    metadataProps: [],
    graph: {
      name: "test",
      node: [node],
      initializer,
      input: [declare("x", "n")],
      output: [declare("y", "m")],
    },
  });
}
