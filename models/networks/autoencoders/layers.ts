/** The layers that autoencoders are made of: with biases, for their pictures are not noise around a mean of any level. */
import type { Node } from "../../graph/graph.ts";
import { add } from "../../graph/ops/add.ts";
import { conv2d } from "../../graph/ops/conv2d.ts";
import { convTranspose2d } from "../../graph/ops/conv2d-input-gradient.ts";
import { matmul } from "../../graph/ops/matmul.ts";
import { reshape } from "../../graph/ops/reshape.ts";
import { transpose } from "../../graph/ops/transpose.ts";
import { upsampleNearest } from "../../graph/ops/upsample-nearest.ts";
import type { Weight } from "../network.ts";

/** A layer's place and shape: the name of its weights, and how large they are to begin with (`Weight`). */
export interface Layer {
  readonly name: string;
  /** Units or channels that come out. */
  readonly width: number;
  readonly gain?: number;
}

/** x·Wᵀ + b: N×I → N×width. */
export function dense(
  x: Node,
  { name, width, gain = 1 }: Layer,
  weight: Weight,
): Node {
  const [, inputs = 0] = x.shape;
  const w = weight(`${name}.weight`, [width, inputs], gain);
  const bias = weight(`${name}.bias`, [width], 0);
  return add(matmul(x, transpose(w, [1, 0])), reshape(bias, [1, width]));
}

/** A 3×3 convolution of stride 1 or 2: N×C×H×W → N×width×⌈H/stride⌉×⌈W/stride⌉. */
export function convolve(
  x: Node,
  { name, width, gain = 1 }: Layer,
  weight: Weight,
  stride: 1 | 2 = 1,
): Node {
  const [, channels = 0] = x.shape;
  const w = weight(`${name}.weight`, [width, channels, 3, 3], gain);
  return addBias(conv2d(x, w, { stride, padding: 1 }), name, weight);
}

/** Twice the height and width: each pixel becomes four, which a convolution then tells apart. */
export function enlarge(x: Node, layer: Layer, weight: Weight): Node {
  return convolve(upsampleNearest(x, 2), layer, weight);
}

/**
 * Twice the height and width by a transposed convolution of 4×4 and stride 2: each output pixel
 * is reached by four of the kernel's weights, so that no chequered pattern is built in (Odena et
 * al. 2016, "Deconvolution and checkerboard artifacts").
 */
export function enlargeTransposed(
  x: Node,
  { name, width, gain = 1 }: Layer,
  weight: Weight,
): Node {
  const [, channels = 0] = x.shape;
  const w = weight(`${name}.weight`, [channels, width, 4, 4], gain);
  const y = convTranspose2d(x, w, { stride: 2, padding: 1 });
  return addBias(y, name, weight);
}

function addBias(y: Node, name: string, weight: Weight): Node {
  const [, width = 0] = y.shape;
  return add(y, reshape(weight(`${name}.bias`, [width], 0), [1, width, 1, 1]));
}

/** N×… → N×(all the rest). */
export function flat(x: Node): Node {
  const [n = 0, ...rest] = x.shape;
  if (rest.length === 1) return x;
  return reshape(x, [n, rest.reduce((size, extent) => size * extent, 1)]);
}
