/** Geometry shared by convolution and its two gradients: which samples meet which weights. */
import { refuse } from "../graph.ts";
import { type Shape, type Tensor, stridesOf } from "../tensor.ts";

/** The same for rows and columns. Padding is zeros on both sides, in samples. */
export interface ConvolutionAttributes {
  readonly stride: number;
  readonly padding: number;
}

/** Output extent of a convolution: floor((extent + 2 padding − kernel) / stride) + 1. */
export function convolvedExtent(
  extent: number,
  kernel: number,
  { stride, padding }: ConvolutionAttributes,
): number {
  return Math.floor((extent + 2 * padding - kernel) / stride) + 1;
}

/** Refuses anything but a rank-4 image and a square rank-4 kernel with its channel count. */
export function checkConvolution(
  op: string,
  x: Shape,
  w: Shape,
  attributes: ConvolutionAttributes,
): void {
  if (x.length !== 4 || w.length !== 4 || w[2] !== w[3] || x[1] !== w[1])
    refuse(op, "x N×C×H×W and w O×C×k×k", [x, w]);
  if (attributes.stride < 1 || attributes.padding < 0)
    refuse(op, "stride ≥ 1 and padding ≥ 0", attributes);
}

/**
 * Visits every product of the convolution y[n,o,i,j] = Σ x[n,c, i·s+ky−p, j·s+kx−p] · w[o,c,ky,kx]
 * with the flat positions of its three factors. All three ops are this one sum, read for a different factor.
 */
export function forEachProduct(
  xShape: Shape,
  wShape: Shape,
  yShape: Shape,
  { stride, padding }: ConvolutionAttributes,
  visit: (x: number, w: number, y: number) => void,
): void {
  const [n = 0, c = 0, height = 0, width = 0] = xShape;
  const [o = 0, , k = 0] = wShape;
  const [, , rows = 0, columns = 0] = yShape;
  const xs = stridesOf(xShape) as [number, number, number, number];
  const ws = stridesOf(wShape) as [number, number, number, number];
  const ys = stridesOf(yShape) as [number, number, number, number];
  for (let b = 0; b < n; b++)
    for (let out = 0; out < o; out++)
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++) {
          const y = b * ys[0] + out * ys[1] + row * ys[2] + column;
          for (let channel = 0; channel < c; channel++)
            for (let ky = 0; ky < k; ky++) {
              const i = row * stride + ky - padding;
              if (i < 0 || i >= height) continue;
              for (let kx = 0; kx < k; kx++) {
                const j = column * stride + kx - padding;
                if (j < 0 || j >= width) continue;
                visit(
                  b * xs[0] + channel * xs[1] + i * xs[2] + j,
                  out * ws[0] + channel * ws[1] + ky * ws[2] + kx,
                  y,
                );
              }
            }
        }
}

/** target[t] += a[i] · b[j] over one product of the sum. */
export function accumulate(
  target: Float64Array,
  t: number,
  a: Tensor | undefined,
  i: number,
  b: Tensor | undefined,
  j: number,
): void {
  target[t] = (target[t] ?? 0) + (a?.data[i] ?? NaN) * (b?.data[j] ?? NaN);
}
