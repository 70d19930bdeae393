/** y[n,o,i,j] = Σ x[n,c, i·s+ky−p, j·s+kx−p] · w[o,c,ky,kx]: cross-correlation with zero padding. */
import { type Node, type Op, apply } from "../graph.ts";
import { sizeOf } from "../tensor.ts";
import { conv2dInputGradient } from "./conv2d-input-gradient.ts";
import { conv2dWeightGradient } from "./conv2d-weight-gradient.ts";
import {
  type ConvolutionAttributes,
  accumulate,
  checkConvolution,
  convolvedExtent,
  forEachProduct,
} from "./convolution.ts";

export const conv2dOp: Op<ConvolutionAttributes & { readonly kernel: number }> =
  {
    name: "conv2d",
    shape([x = [], w = []], attributes) {
      checkConvolution("conv2d", x, w, attributes);
      const [n = 0, , height = 0, width = 0] = x;
      const [o = 0, , k = 0] = w;
      return [
        n,
        o,
        convolvedExtent(height, k, attributes),
        convolvedExtent(width, k, attributes),
      ];
    },
    gradient(node, upstream) {
      const [x, w] = node.inputs as [Node, Node];
      const { attributes } = node;
      return [
        conv2dInputGradient(upstream, w, {
          ...attributes,
          extents: [x.shape[2] ?? 0, x.shape[3] ?? 0],
        }),
        conv2dWeightGradient(x, upstream, attributes),
      ];
    },
    evaluate([x, w], attributes, shape) {
      const data = new Float64Array(sizeOf(shape));
      forEachProduct(
        x?.shape ?? [],
        w?.shape ?? [],
        shape,
        attributes,
        (i, j, t) => {
          accumulate(data, t, x, i, w, j);
        },
      );
      return { shape, data };
    },
    reach: ({ first, last }, { stride, padding, kernel }) => ({
      first: first * stride - padding,
      last: last * stride - padding + kernel - 1,
    }),
  };

/** x: N×C×H×W, w: O×C×k×k → N×O×H′×W′. Stride defaults to 1, padding to 0. */
export function conv2d(
  x: Node,
  w: Node,
  attributes: Partial<ConvolutionAttributes> = {},
): Node {
  const kernel = w.shape[2] ?? 0;
  return apply(conv2dOp, [x, w], {
    stride: 1,
    padding: 0,
    ...attributes,
    kernel,
  });
}
