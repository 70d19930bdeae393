/** Moves whole blocks between phases and pixels: `depthToSpace` and `spaceToDepth` of blocked tensors. */
import type { Shape } from "../../../../models/graph/tensor.ts";
import type { OnnxBuilder } from "../builder.ts";

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
