/** `depthToSpace` and `spaceToDepth` of blocked tensors, in which whole blocks move between phases and pixels. */
import type { Shape } from "../../../../models/graph/tensor.ts";
import type { OnnxBuilder } from "../builder.ts";
import { blockedNode, roundUp } from "./layout.ts";

/** Pixels N×C×H×W, blocked, from `edge`² phases of C channels each. */
export function pixelsFromPhases(
  b: OnnxBuilder,
  phases: string,
  [n = 0, c = 0, height = 0, width = 0]: Shape,
  edge: number,
  block: number,
): string {
  const [rows, columns] = [height / edge, width / edge];
  const seen = [n, edge, edge, c / block, rows, columns, block];
  const moved = b.transpose(b.reshape(phases, seen), [0, 3, 4, 1, 5, 2, 6]);
  return b.reshape(moved, [n, c, height, width]);
}

/** The `edge`² phases of pixels N×C×H×W, blocked. */
export function phasesFromPixels(
  b: OnnxBuilder,
  pixels: string,
  [n = 0, c = 0, height = 0, width = 0]: Shape,
  edge: number,
  block: number,
): string {
  const [rows, columns] = [height / edge, width / edge];
  const seen = [n, c / block, rows, edge, columns, edge, block];
  const moved = b.transpose(b.reshape(pixels, seen), [0, 3, 5, 1, 2, 4, 6]);
  return b.reshape(moved, [n, c * edge * edge, rows, columns]);
}

/**
 * `spaceToDepth` of an ordinary tensor of fewer channels than a block, with a blocked result of one
 * phase. It is a convolution with one-hot weights: that for few channels takes its input as it is,
 * and a filter channels out/block × channels in × edge × edge × block.
 */
export function blocksFromPixels(
  b: OnnxBuilder,
  pixels: string,
  channels: number,
  edge: number,
  block: number,
): string {
  const deep = channels * edge * edge;
  const full = roundUp(deep, block);
  const weights = new Float32Array(full * deep);
  for (let out = 0; out < deep; out++) {
    const group = Math.floor(out / block);
    weights[(group * deep + out) * block + (out % block)] = 1;
  }
  const filter = b.floats([full, channels, edge, edge], weights);
  return blockedNode(b, "Conv", [pixels, filter], {
    kernel_shape: [edge, edge],
    strides: [edge, edge],
  });
}
