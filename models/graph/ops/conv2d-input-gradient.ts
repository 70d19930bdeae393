/** ∂x of a convolution, which is the transposed convolution: x[n,c,·] = Σ y[n,o,i,j] · w[o,c,ky,kx] at i·s+ky−p, j·s+kx−p. */
import { type Node, type Op, apply, refuse } from "../graph.ts";
import { sizeOf } from "../tensor.ts";
import { conv2d } from "./conv2d.ts";
import { conv2dWeightGradient } from "./conv2d-weight-gradient.ts";
import {
  type ConvolutionAttributes,
  accumulate,
  convolvedExtent,
  forEachProduct,
} from "./convolution.ts";

export interface InputGradientAttributes extends ConvolutionAttributes {
  readonly kernel: number;
  /** Height and width of the result: a strided convolution maps several extents to the same one. */
  readonly extents: readonly [number, number];
}

export const conv2dInputGradientOp: Op<InputGradientAttributes> = {
  name: "conv2dInputGradient",
  shape([y = [], w = []], attributes) {
    const { extents, kernel } = attributes;
    const fits = extents.every(
      (extent, i) => convolvedExtent(extent, kernel, attributes) === y[i + 2],
    );
    if (
      y.length !== 4 ||
      w.length !== 4 ||
      w[2] !== w[3] ||
      y[1] !== w[0] ||
      !fits
    )
      refuse(
        "conv2dInputGradient",
        `y N×O×H′×W′ of a convolution of ${extents.join("×")} with w O×C×k×k`,
        [y, w],
      );
    return [y[0] ?? 0, w[1] ?? 0, ...extents];
  },
  gradient(node, upstream) {
    const [y, w] = node.inputs as [Node, Node];
    const { stride, padding } = node.attributes;
    return [
      conv2d(upstream, w, { stride, padding }),
      conv2dWeightGradient(upstream, y, node.attributes),
    ];
  },
  evaluate([y, w], attributes, shape) {
    const data = new Float64Array(sizeOf(shape));
    forEachProduct(
      shape,
      w?.shape ?? [],
      y?.shape ?? [],
      attributes,
      (t, j, i) => {
        accumulate(data, t, y, i, w, j);
      },
    );
    return { shape, data };
  },
  reach: ({ first, last }, { stride, padding, kernel }) => ({
    first: Math.ceil((first + padding - kernel + 1) / stride),
    last: Math.floor((last + padding) / stride),
  }),
};

export function conv2dInputGradient(
  y: Node,
  w: Node,
  attributes: Omit<InputGradientAttributes, "kernel">,
): Node {
  const { stride, padding, extents } = attributes;
  return apply(conv2dInputGradientOp, [y, w], {
    stride,
    padding,
    extents,
    kernel: w.shape[2] ?? 0,
  });
}

/**
 * Transposed convolution, y: N×O×H×W, w: O×C×k×k → N×C×H′×W′ with H′ = (H − 1)·stride + k − 2·padding.
 * The decoder's counterpart of a strided convolution.
 */
export function convTranspose2d(
  y: Node,
  w: Node,
  { stride = 1, padding = 0 }: Partial<ConvolutionAttributes> = {},
): Node {
  const [, , height = 0, width = 0] = y.shape;
  const extent = (n: number) =>
    (n - 1) * stride + (w.shape[2] ?? 0) - 2 * padding;
  return conv2dInputGradient(y, w, {
    stride,
    padding,
    extents: [extent(height), extent(width)],
  });
}
