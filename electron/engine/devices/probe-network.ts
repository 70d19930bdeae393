/** The network that a device is tried with, and what it must answer. */
import { evaluate } from "../../../models/graph/evaluate.ts";
import {
  constant,
  graph,
  type Graph,
  input,
} from "../../../models/graph/graph.ts";
import { conv2d } from "../../../models/graph/ops/conv2d.ts";
import { relu } from "../../../models/graph/ops/relu.ts";
import { Random } from "../../../models/random.ts";
import { lower } from "../onnx/lower.ts";
import { encodeModel } from "../onnx/proto.ts";
import type { TensorLike } from "../tensors.ts";

/** Convolutions as the denoising networks have them: enough to keep a device busy. */
const CHANNELS = [3, 32, 32, 32, 3];

/** A convolutional network from an image to an image; width and height are open in its ONNX form. */
export function probeNetwork(side: number): Graph {
  const random = new Random(1);
  let x = input("image", [1, CHANNELS[0] ?? 0, side, side]);
  CHANNELS.slice(1).forEach((outputs, layer) => {
    const inputs = CHANNELS[layer] ?? 0;
    const weights = new Float32Array(outputs * inputs * 9);
    random.fillNormal(weights);
    // The gain that keeps the values' size from layer to layer (He et al., 2015).
    const gain = Math.sqrt(2 / (inputs * 9));
    const w = constant(
      [outputs, inputs, 3, 3],
      weights.map((weight) => weight * gain),
    );
    x = relu(conv2d(x, w, { padding: 1 }));
  });
  return graph({ result: x });
}

export function probeModel(): Uint8Array {
  const open = [1, 3, "height", "width"];
  const dimensions = { image: open, result: open };
  return encodeModel(lower(probeNetwork(8), { dimensions }));
}

/** A seeded image of `side` × `side` pixels for the network. */
export function probeImage(side: number): TensorLike {
  const data = new Float32Array(3 * side * side);
  const random = new Random(side);
  return {
    dims: [1, 3, side, side],
    data: data.map(() => random.uniform()),
  };
}

/** The right answer for `probeImage(side)`, by the reference in float64: small sides only. */
export function knownAnswer(side: number): Float32Array {
  const { dims, data } = probeImage(side);
  const image = { shape: dims, data };
  const { result } = evaluate(probeNetwork(side), { image });
  return Float32Array.from(result?.data ?? []);
}
