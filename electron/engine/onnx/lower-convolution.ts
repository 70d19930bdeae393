/** Convolution and its two gradients in ONNX, in the forms that ONNX Runtime runs fastest. */
import type { Lowering } from "./lower.ts";
import type { OnnxBuilder } from "./builder.ts";

function pads(padding: number): number[] {
  return [padding, padding, padding, padding];
}

export const conv2d: Lowering<"conv2d"> = (b, [x, w], { attributes }) => {
  const { stride, padding, kernel } = attributes;
  return b.node("Conv", [x, w], {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: pads(padding),
  });
};

/**
 * With stride 1 the transposed convolution is a convolution with the weights flipped and their
 * channels exchanged, which is 1.4 × faster than ConvTranspose. When kernel and stride agree,
 * blocks do not overlap and it is a 1×1 convolution whose channels become pixels.
 */
export const conv2dInputGradient: Lowering<"conv2dInputGradient"> = (
  b,
  [y, w],
  { attributes, inputs },
) => {
  const { stride, padding, kernel, extents } = attributes;
  const [, , rows = 0, columns = 0] = inputs[0]?.shape ?? [];
  const [outputs = 0, channels = 0] = inputs[1]?.shape ?? [];
  if (stride === 1 && padding < kernel) {
    const exchanged = b.transpose(w, [1, 0, 2, 3]);
    const weights = kernel === 1 ? exchanged : flip(b, exchanged);
    return b.node("Conv", [y, weights], {
      kernel_shape: [kernel, kernel],
      pads: pads(kernel - 1 - padding),
    });
  }
  const blocks =
    extents[0] === rows * kernel && extents[1] === columns * kernel;
  if (stride === kernel && padding === 0 && blocks) {
    const shape = [channels * kernel * kernel, outputs, 1, 1];
    const weights = b.reshape(b.transpose(w, [1, 2, 3, 0]), shape);
    const deep = b.node("Conv", [y, weights], { kernel_shape: [1, 1] });
    return b.node("DepthToSpace", [deep], { blocksize: kernel, mode: "CRD" });
  }
  // Rows that no output touched stay zero at the end of each axis.
  const rest = [rows, columns].map(
    (extent, i) =>
      (extents[i] ?? 0) - ((extent - 1) * stride + kernel - 2 * padding),
  );
  return b.node("ConvTranspose", [y, w], {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: pads(padding),
    output_padding: rest,
  });
};

/** Reverses the two spatial axes of a kernel. */
function flip(b: OnnxBuilder, w: string): string {
  const backwards = b.integers([-1, -1]);
  const ends = b.integers([-1000, -1000]);
  return b.node("Slice", [w, backwards, ends, b.integers([2, 3]), backwards]);
}

/** The sum over positions and batch is a matrix product for each image, then a sum over the images. */
export const conv2dWeightGradient: Lowering<"conv2dWeightGradient"> = (
  b,
  [x, y],
  { attributes, inputs },
) => {
  const { kernel: k, stride, padding } = attributes;
  const [n = 0, c = 0, height = 0, width = 0] = inputs[0]?.shape ?? [];
  const [, o = 0, rows = 0, columns = 0] = inputs[1]?.shape ?? [];
  const geometry = {
    n,
    c,
    o,
    k,
    stride,
    padding,
    height,
    width,
    rows,
    columns,
  };
  if (stride === 1 && k > 1) return byShiftingBoth(b, x, y, geometry);
  return byGathering(b, x, y, geometry);
};

interface Geometry {
  readonly n: number;
  readonly c: number;
  readonly o: number;
  readonly k: number;
  readonly stride: number;
  readonly padding: number;
  readonly height: number;
  readonly width: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Stride 1. The k² shifts are the pairs of k horizontal and k vertical ones: x is shifted by
 * columns, y by rows, and one product (kC × J)·(J × kO) holds every pair, so 2k copies do the work
 * of k². The copies are made by a single Concat each:
 *
 * - x, padded, is one line of L samples a channel. Repeated k times and cut into rows of J = L + 1,
 *   row s begins at s·(L + 1) ≡ s (mod L): it is the line shifted by s.
 * - y, its rows padded to those of x, repeats with period J + line: row s is the line delayed by s
 *   rows. Between the repeats are zeros, so what wraps around in x meets zeros.
 */
function byShiftingBoth(
  b: OnnxBuilder,
  x: string,
  y: string,
  g: Geometry,
): string {
  const { n, c, o, k, padding } = g;
  const line = g.width + 2 * padding;
  const length = (g.height + 2 * padding) * line;
  const row = length + 1;
  const padded = padSpatial(b, x, [padding, padding, padding, padding]);
  const flat = b.reshape(padded, [n, c, length]);
  const head = slice(b, flat, [0], [k], [2]);
  const repeated = b.node(
    "Concat",
    [...new Array<string>(k).fill(flat), head],
    { axis: 2 },
  );
  const shifted = b.reshape(repeated, [n, c * k, row]);

  const span = g.rows * line;
  const lines = padSpatial(b, y, [0, 0, 0, line - g.columns]);
  const delayedOnce = b.reshape(lines, [n, o, span]);
  const zeros = (count: number) =>
    b.node("ConstantOfShape", [b.integers([n, o, count])]);
  const gap = zeros(row + line - span);
  const pieces: string[] = [];
  for (let s = 0; s < k; s++) pieces.push(...(s ? [gap] : []), delayedOnce);
  const rest = k * row - (k - 1) * (row + line) - span;
  if (rest > 0) pieces.push(zeros(rest));
  const repeats = b.node("Concat", pieces, { axis: 2 });
  const delayed = b.reshape(repeats, [n, o * k, row]);
  const sum = batchedProduct(b, shifted, delayed);
  return b.transpose(b.reshape(sum, [c, k, o, k]), [2, 0, 3, 1]);
}

/** Any stride: the samples that each of the k² weights meets are gathered, then (k²C × J)·(J × O). */
function byGathering(
  b: OnnxBuilder,
  x: string,
  y: string,
  g: Geometry,
): string {
  const { n, c, o, k, stride, padding, rows, columns } = g;
  const padded = padSpatial(b, x, [padding, padding, padding, padding]);
  const pieces: string[] = [];
  for (let ky = 0; ky < k; ky++)
    for (let kx = 0; kx < k; kx++) {
      const ends = [
        ky + (rows - 1) * stride + 1,
        kx + (columns - 1) * stride + 1,
      ];
      pieces.push(slice(b, padded, [ky, kx], ends, [2, 3], [stride, stride]));
    }
  const gathered =
    pieces.length > 1
      ? b.node("Concat", pieces, { axis: 1 })
      : (pieces[0] ?? x);
  const sum = batchedProduct(
    b,
    b.reshape(gathered, [n, k * k * c, rows * columns]),
    b.reshape(y, [n, o, rows * columns]),
  );
  return b.transpose(b.reshape(sum, [k, k, c, o]), [3, 2, 0, 1]);
}

/** Σₙ a[n] · b[n]ᵀ */
function batchedProduct(b: OnnxBuilder, left: string, right: string): string {
  const product = matMulTransposed(b, left, right);
  return b.node("ReduceSum", [product, b.integers([0])], { keepdims: 0 });
}

/** a · bᵀ over the last two axes. */
function matMulTransposed(b: OnnxBuilder, left: string, right: string): string {
  if (b.target.fusedMatMul)
    return b.node("FusedMatMul", [left, right], { transB: 1 }, "com.microsoft");
  return b.node("MatMul", [left, b.transpose(right, [0, 2, 1])]);
}

/** `margins`: zeros added at the top, bottom, left and right. */
function padSpatial(
  b: OnnxBuilder,
  x: string,
  margins: readonly [number, number, number, number],
): string {
  const [top, bottom, left, right] = margins;
  if (margins.every((margin) => margin === 0)) return x;
  return b.node("Pad", [x, b.integers([0, 0, top, left, 0, 0, bottom, right])]);
}

export function slice(
  b: OnnxBuilder,
  x: string,
  starts: readonly number[],
  ends: readonly number[],
  axes: readonly number[],
  steps?: readonly number[],
): string {
  const bounds = [starts, ends, axes, ...(steps ? [steps] : [])];
  return b.node("Slice", [x, ...bounds.map((bound) => b.integers(bound))]);
}
