/** The weight gradient of blocked tensors as a blocked convolution, whose filter is the output's derivative. */
import type { Node } from "../../../../models/graph/graph.ts";
import type { AttributesOf } from "../../../../models/graph/ops/table.ts";
import type { OnnxBuilder } from "../builder.ts";
import { fromBlocks } from "./filters.ts";
import { blockedNode, roundUp, type Values } from "./layout.ts";

type WeightGradient = Node<AttributesOf<"conv2dWeightGradient">>;

/** Whether the convolution accepts as many images as input channels: fewer than a block, or whole blocks. */
export function sumsInBlocks(
  { inputs }: WeightGradient,
  block: number,
): boolean {
  const [n = 0] = inputs[0]?.shape ?? [];
  return n < block || n % block === 0;
}

/**
 * ∂w[o,c,ky,kx] = Σ x[n,c, i·s+ky−p, j·s+kx−p] · y[n,o,i,j]: y is a filter with the taps (i, j), which
 * moves over x by (ky, kx) and is dilated by s. The blocked convolution has a form for few input
 * channels, which takes its input in the ordinary layout and a filter O/block × channels × taps × block.
 * So, with every image a group of one channel,
 *
 * - y, blocked, is such a filter as it lies in memory;
 * - a block of channels of x is a plane of H rows and W·block columns as it lies in memory. Moving by
 *   one column there is the next channel, by `block` columns the next pixel: the result has k rows
 *   and k·block columns, in all (ky, kx, c). The filter's columns are dilated by s·block.
 *
 * The blocks of channels are the convolution's batch. Rows are padded by the convolution, columns
 * before it, because it is slow where a filter hangs over the sides.
 */
export function weightGradient(
  b: OnnxBuilder,
  values: Values,
  node: WeightGradient,
): string {
  const [xNode, yNode] = node.inputs as [Node, Node];
  const x = values.blocked(xNode);
  const y = values.blocked(yNode);
  const { block } = values;
  const { kernel: k, stride: s, padding: p } = node.attributes;
  const [n = 0, c = 0, height = 0, width = 0] = xNode.shape;
  const [, o = 0, rows = 0, columns = 0] = yNode.shape;
  const blocks = roundUp(c, block) / block;
  const outputs = roundUp(o, block);
  // Rows and columns below and to the right of the last tap; negative where x reaches beyond it.
  const bottom = s * (rows - 1) + k - p - height;
  const right = s * (columns - 1) + k - p - width;

  const cut = b.reshape(x.name, [n, blocks, height * width * block]);
  const grouped = blocks > 1 ? b.transpose(cut, [1, 0, 2]) : cut;
  const planes = b.reshape(grouped, [blocks, n, height, width * block]);
  const margins = [
    0,
    0,
    0,
    p * block,
    0,
    0,
    Math.min(bottom, 0),
    right * block,
  ];
  const framed = margins.some((margin) => margin !== 0)
    ? b.node("Pad", [planes, b.integers(margins)])
    : planes;
  const filter = b.reshape(y.name, [n * outputs, 1, rows, columns]);
  const moved = blockedNode(b, "Conv", [framed, filter], {
    group: n,
    kernel_shape: [rows, columns],
    dilations: [s, s * block],
    pads: [p, 0, Math.max(bottom, 0), 0],
  });
  const images = b.reshape(moved, [blocks, n, outputs * k * k * block]);
  const sum = b.node("ReduceSum", [images, b.integers([1])], { keepdims: 0 });
  const phases = { oPhases: y.phases, cPhases: x.phases };
  return fromBlocks(b, sum, { o, c, k, block, ...phases });
}
