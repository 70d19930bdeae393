/** Convolution and its two gradients with TensorFlow.js. */
import type { ConvolutionAttributes } from "../../../models/graph/ops/convolution.ts";
import type { Tensor, Tensor4D, Tf } from "./api.ts";
import type { Lowering } from "./lower.ts";
import { Value } from "./value.ts";

type Geometry = ConvolutionAttributes & { readonly kernel: number };

/** The inputs are asked for their layout outside of `tidy`, which would take it from their other users. */
export const conv2d: Lowering<"conv2d"> = (tf, [x, w], { attributes }) => {
  const [image, weights] = [x.last(), w.plain()];
  const pad = padding(attributes);
  return Value.last(
    tf,
    tf.tidy(() =>
      tf.conv2d(
        padded(tf, image, attributes),
        toFilter(tf, weights),
        attributes.stride,
        pad,
        "NHWC",
      ),
    ),
  );
};

/** The gradient by the padded image, of which the margins are cut off. */
export const conv2dInputGradient: Lowering<"conv2dInputGradient"> = (
  tf,
  [y, w],
  { attributes, inputs },
) => {
  const [dy, weights] = [y.last(), w.plain()];
  const margin = marginOf(attributes);
  const [n, ...sides] = dy.shape;
  // Another size than the graph was built for leaves as many last rows without an output.
  const [height = 0, width = 0] = attributes.extents.map((extent, i) => {
    const built = inputs[0]?.shape[i + 2] ?? 0;
    return extent + ((sides[i] ?? 0) - built) * attributes.stride;
  });
  return Value.last(
    tf,
    tf.tidy(() => {
      const filter = toFilter(tf, weights);
      const channels = filter.shape[2];
      const inputShape = [n, height + 2 * margin, width + 2 * margin, channels];
      const gradient = run(
        tf,
        "Conv2DBackpropInput",
        { dy, filter },
        { ...common(attributes), inputShape },
      );
      const start = [0, margin, margin, 0];
      return tf.slice(gradient, start, [n, height, width, channels]);
    }),
  );
};

export const conv2dWeightGradient: Lowering<"conv2dWeightGradient"> = (
  tf,
  [x, y],
  { attributes },
) => {
  const [image, dy] = [x.last(), y.last()];
  const { kernel } = attributes;
  const filterShape = [kernel, kernel, image.shape[3], dy.shape[3]];
  return Value.plain(
    tf,
    tf.tidy(() => {
      const gradient = run(
        tf,
        "Conv2DBackpropFilter",
        { x: padded(tf, image, attributes), dy },
        { ...common(attributes), filterShape },
      );
      return tf.transpose(gradient, [3, 2, 0, 1]);
    }),
  );
};

/** O×C×k×k as TensorFlow has it: k×k×C×O. */
function toFilter(tf: Tf, weights: Tensor): Tensor4D {
  return tf.transpose(weights as Tensor4D, [2, 3, 1, 0]);
}

/** TensorFlow's gradients know two paddings: none, and what keeps the extents with stride 1. */
function padding({ stride, padding, kernel }: Geometry): "same" | "valid" {
  return stride === 1 && 2 * padding === kernel - 1 ? "same" : "valid";
}

/** What is left to pad beforehand, on every side. */
function marginOf(attributes: Geometry): number {
  return padding(attributes) === "same" ? 0 : attributes.padding;
}

function padded(tf: Tf, x: Tensor4D, attributes: Geometry): Tensor4D {
  const margin = marginOf(attributes);
  const none: [number, number] = [0, 0];
  const sides: [number, number] = [margin, margin];
  return margin === 0 ? x : tf.pad(x, [none, sides, sides, none]);
}

function common(attributes: Geometry) {
  return {
    strides: attributes.stride,
    pad: padding(attributes),
    dataFormat: "NHWC",
  };
}

/** The gradients are kernels without a function of their own. */
function run(
  tf: Tf,
  kernel: "Conv2DBackpropInput" | "Conv2DBackpropFilter",
  inputs: Record<string, Tensor>,
  attributes: Record<string, string | number | number[]>,
): Tensor4D {
  return tf.engine().runKernel<Tensor4D>(kernel, inputs, attributes);
}
