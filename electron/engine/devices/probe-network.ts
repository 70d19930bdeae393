/** The network that a device is tried with, and what it must answer. */
import { evaluate } from "../../../models/graph/evaluate.ts";
import {
  constant,
  graph,
  type Graph,
  input,
  type Node,
} from "../../../models/graph/graph.ts";
import { add } from "../../../models/graph/ops/add.ts";
import { conv2d } from "../../../models/graph/ops/conv2d.ts";
import { reduceMean } from "../../../models/graph/ops/reduce-mean.ts";
import { relu } from "../../../models/graph/ops/relu.ts";
import { type Shape, sizeOf } from "../../../models/graph/tensor.ts";
import { Random } from "../../../models/random.ts";
import type { DeviceId } from "../../services/api.ts";
import { type Model, modelOf } from "../engines.ts";
import type { TensorLike } from "../tensors.ts";

const CHANNELS = 32;
const LAYERS = 3;

/**
 * From a grey image through convolutions such as the denoising networks have, to a grey image;
 * width and height are open in its ONNX form. The layers are alike, so that a device compiles one
 * program for them.
 */
export function probeNetwork(side: number): Graph {
  const random = new Random(1);
  const normal = (shape: Shape, scale: number): Node => {
    const values = new Float32Array(sizeOf(shape));
    random.fillNormal(values);
    return constant(
      shape,
      values.map((value) => value * scale),
    );
  };
  const image = input("image", [1, 1, side, side]);
  let x = add(image, normal([CHANNELS, 1, 1], 0.5));
  for (let layer = 0; layer < LAYERS; layer++) {
    // The gain that keeps the values' size from layer to layer (He et al., 2015).
    const gain = Math.sqrt(2 / (CHANNELS * 9));
    const weights = normal([CHANNELS, CHANNELS, 3, 3], gain);
    x = relu(conv2d(x, weights, { padding: 1 }));
  }
  return graph({ result: reduceMean(x, [1]) });
}

export function probeModel(device: DeviceId): Model {
  const open = [1, 1, "height", "width"];
  const dimensions = { image: open, result: open };
  return modelOf(probeNetwork(8), device, { dimensions });
}

/** A seeded image of `side` × `side` pixels for the network. */
export function probeImage(side: number): TensorLike {
  const data = new Float32Array(side * side);
  const random = new Random(side);
  return {
    dims: [1, 1, side, side],
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
