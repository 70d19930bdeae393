/** Finds out whether ONNX Runtime has blocked convolutions on this processor, and how large their blocks are. */
import { arch } from "node:process";
import { evaluate } from "../../../../models/graph/evaluate.ts";
import { graph, input } from "../../../../models/graph/graph.ts";
import { conv2dWeightGradient } from "../../../../models/graph/ops/conv2d-weight-gradient.ts";
import { conv2d } from "../../../../models/graph/ops/conv2d.ts";
import {
  type Shape,
  sizeOf,
  type Tensor,
} from "../../../../models/graph/tensor.ts";
import { Random } from "../../../../models/random.ts";
import { lower } from "../lower.ts";
import { encodeModel } from "../proto.ts";

type Tensors = Readonly<Record<string, Tensor>>;

/** Loads a model on the CPU provider, runs it once, and unloads it. */
export type RunOnce = (model: Uint8Array, values: Tensors) => Promise<Tensors>;

/** With AVX-512, and with less. */
const CANDIDATES = [16, 8];
const CHANNELS = 16;

/**
 * The channels in a block: the number with which a convolution and its weight gradient come out
 * right. Undefined where there is none, for these ops are ONNX Runtime's own and promised to
 * nobody, and on processors for which it may be built without them.
 */
export async function probeChannelBlock(
  run: RunOnce,
  processor: string = arch,
): Promise<number | undefined> {
  if (processor !== "x64") return undefined;
  const x = input("x", [2, CHANNELS, 4, 4]);
  const w = input("w", [CHANNELS, CHANNELS, 3, 3]);
  const y = conv2d(x, w, { padding: 1 });
  const dw = conv2dWeightGradient(x, y, { stride: 1, padding: 1, kernel: 3 });
  const both = graph({ y, dw });
  const values = { x: normal(x.shape), w: normal(w.shape) };
  const want = evaluate(both, values);
  for (const channelBlock of CANDIDATES) {
    const target = { fusedMatMul: false, channelBlock };
    const model = encodeModel(lower(both, { target }));
    // Whatever else may be wrong shows again in the session that is opened next.
    const got = await run(model, values).catch((): Tensors => ({}));
    if (agree(want, got)) return channelBlock;
  }
  return undefined;
}

/** Whether no value is off by more than rounding. */
function agree(want: Tensors, got: Tensors): boolean {
  return Object.entries(want).every(([name, { data }]) => {
    const values = Array.from(data);
    const tolerance = 1e-4 * Math.max(...values.map(Math.abs));
    return values.every(
      (value, i) => Math.abs(value - (got[name]?.data[i] ?? NaN)) <= tolerance,
    );
  });
}

function normal(shape: Shape): Tensor {
  const data = new Float32Array(sizeOf(shape));
  new Random(data.length).fillNormal(data);
  return { shape, data };
}
