/** Convolution, its two gradients and the transposed convolution over a table of geometries. */
import {
  conv2dInputGradient,
  convTranspose2d,
} from "../../models/graph/ops/conv2d-input-gradient.ts";
import { conv2dWeightGradient } from "../../models/graph/ops/conv2d-weight-gradient.ts";
import { conv2d } from "../../models/graph/ops/conv2d.ts";
import { convolvedExtent } from "../../models/graph/ops/convolution.ts";
import { type OpCase, opCase } from "./op-case.ts";

interface Geometry {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  /** Batch, channels in, channels out, height, width. */
  readonly size: readonly [
    n: number,
    c: number,
    o: number,
    height: number,
    width: number,
  ];
}

const geometries: readonly Geometry[] = [
  { kernel: 1, stride: 1, padding: 0, size: [2, 3, 4, 5, 4] },
  { kernel: 1, stride: 1, padding: 1, size: [1, 2, 2, 3, 4] },
  { kernel: 1, stride: 2, padding: 0, size: [1, 2, 3, 5, 6] },
  { kernel: 2, stride: 1, padding: 0, size: [1, 2, 3, 4, 5] },
  { kernel: 2, stride: 1, padding: 1, size: [2, 1, 2, 3, 5] },
  { kernel: 2, stride: 2, padding: 0, size: [2, 3, 4, 6, 4] },
  { kernel: 2, stride: 2, padding: 0, size: [1, 2, 3, 7, 5] },
  { kernel: 2, stride: 3, padding: 0, size: [1, 2, 2, 7, 6] },
  { kernel: 3, stride: 1, padding: 0, size: [1, 2, 3, 5, 4] },
  { kernel: 3, stride: 1, padding: 1, size: [2, 3, 2, 5, 7] },
  { kernel: 3, stride: 1, padding: 1, size: [1, 1, 1, 1, 1] },
  { kernel: 3, stride: 1, padding: 1, size: [1, 2, 2, 2, 6] },
  { kernel: 3, stride: 1, padding: 2, size: [1, 2, 2, 3, 4] },
  { kernel: 3, stride: 2, padding: 1, size: [2, 2, 3, 7, 6] },
  { kernel: 3, stride: 3, padding: 1, size: [1, 2, 2, 8, 7] },
  { kernel: 3, stride: 3, padding: 0, size: [1, 2, 2, 6, 9] },
  { kernel: 5, stride: 1, padding: 2, size: [1, 2, 2, 6, 7] },
  { kernel: 5, stride: 2, padding: 2, size: [1, 2, 2, 9, 7] },
  { kernel: 5, stride: 3, padding: 1, size: [1, 1, 2, 10, 8] },
  // More channels than a vector register holds, and as many; more images than that.
  { kernel: 3, stride: 1, padding: 1, size: [1, 17, 9, 2, 3] },
  { kernel: 2, stride: 2, padding: 0, size: [2, 16, 5, 2, 4] },
  { kernel: 1, stride: 1, padding: 0, size: [17, 1, 2, 1, 2] },
  { kernel: 3, stride: 1, padding: 1, size: [16, 1, 1, 2, 2] },
];

function casesOf({ kernel, stride, padding, size }: Geometry): OpCase[] {
  const [n, c, o, height, width] = size;
  const way = { stride, padding };
  const name = `${String(kernel)}×${String(kernel)}, stride ${String(stride)}, padding ${String(padding)}, ${size.join("·")}`;
  const x = [n, c, height, width];
  const w = [o, c, kernel, kernel];
  const rows = convolvedExtent(height, kernel, way);
  const columns = convolvedExtent(width, kernel, way);
  const y = [n, o, rows, columns];
  return [
    opCase(`conv2d ${name}`, [x, w], (image, weights) =>
      conv2d(image, weights, way),
    ),
    opCase(`conv2dInputGradient ${name}`, [y, w], (upstream, weights) =>
      conv2dInputGradient(upstream, weights, {
        ...way,
        extents: [height, width],
      }),
    ),
    opCase(`conv2dWeightGradient ${name}`, [x, y], (image, upstream) =>
      conv2dWeightGradient(image, upstream, { ...way, kernel }),
    ),
  ];
}

export const convolutionCases: readonly OpCase[] = [
  ...geometries.flatMap(casesOf),
  opCase(
    "conv2d of large values",
    [
      [1, 2, 4, 4],
      [2, 2, 3, 3],
    ],
    (x, w) => conv2d(x, w, { padding: 1 }),
    [
      [-1000, 1000],
      [-0.01, 0.01],
    ],
  ),
  opCase(
    "convTranspose2d, kernel 4, stride 2",
    [
      [1, 2, 3, 2],
      [2, 3, 4, 4],
    ],
    (y, w) => convTranspose2d(y, w, { stride: 2, padding: 1 }),
  ),
  opCase(
    "convTranspose2d, kernel 3, stride 1",
    [
      [2, 2, 3, 2],
      [2, 1, 3, 3],
    ],
    (y, w) => convTranspose2d(y, w),
  ),
];
