/** ∂w of a convolution: w[o,c,ky,kx] = Σ over n, i, j of x[n,c, i·s+ky−p, j·s+kx−p] · y[n,o,i,j]. */
import { type Node, type Op, apply, refuse } from "../graph.ts";
import { sizeOf } from "../tensor.ts";
import { conv2d } from "./conv2d.ts";
import { conv2dInputGradient } from "./conv2d-input-gradient.ts";
import {
  type ConvolutionAttributes,
  accumulate,
  convolvedExtent,
  forEachProduct,
} from "./convolution.ts";

export interface WeightGradientAttributes extends ConvolutionAttributes {
  readonly kernel: number;
}

export const conv2dWeightGradientOp: Op<WeightGradientAttributes> = {
  name: "conv2dWeightGradient",
  shape([x = [], y = []], attributes) {
    const { kernel } = attributes;
    const fits = [2, 3].every(
      (i) => convolvedExtent(x[i] ?? 0, kernel, attributes) === y[i],
    );
    if (x.length !== 4 || y.length !== 4 || x[0] !== y[0] || !fits)
      refuse(
        "conv2dWeightGradient",
        "x N×C×H×W and y N×O×H′×W′ of its convolution",
        [x, y],
      );
    return [y[1] ?? 0, x[1] ?? 0, kernel, kernel];
  },
  gradient(node, upstream) {
    const [x, y] = node.inputs as [Node, Node];
    const { stride, padding } = node.attributes;
    const extents = [x.shape[2] ?? 0, x.shape[3] ?? 0] as const;
    return [
      conv2dInputGradient(y, upstream, { stride, padding, extents }),
      conv2d(x, upstream, { stride, padding }),
    ];
  },
  evaluate([x, y], attributes, shape) {
    const data = new Float64Array(sizeOf(shape));
    forEachProduct(
      x?.shape ?? [],
      shape,
      y?.shape ?? [],
      attributes,
      (i, t, j) => {
        accumulate(data, t, x, i, y, j);
      },
    );
    return { shape, data };
  },
  reach: () =>
    refuse(
      "conv2dWeightGradient",
      "an op with a finite reach",
      "a sum over all positions",
    ),
};

export function conv2dWeightGradient(
  x: Node,
  y: Node,
  attributes: WeightGradientAttributes,
): Node {
  const { stride, padding, kernel } = attributes;
  return apply(conv2dWeightGradientOp, [x, y], { stride, padding, kernel });
}
