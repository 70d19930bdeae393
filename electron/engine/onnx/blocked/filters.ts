/**
 * Brings weights into the order of the blocked convolution, and back: O/block × I/block × k·k × block (of I) × block (of O),
 * for O output and I input channels. Channel counts are filled up with zeros.
 */
import type { OnnxBuilder } from "../builder.ts";
import { exchange, roundUp } from "./layout.ts";

/** Weights O×C×k×k, and the phases of the tensors on their two sides. */
export interface Filter {
  readonly o: number;
  readonly c: number;
  readonly k: number;
  readonly block: number;
  readonly oPhases: number;
  readonly cPhases: number;
}

/** The filter of the convolution from C to O channels. */
export function forwardFilter(b: OnnxBuilder, w: string, f: Filter): string {
  const { blocks, extents, k } = cut(b, w, f);
  const ordered = b.node("Transpose", [blocks], { perm: [0, 2, 4, 3, 1] });
  return b.node("Reshape", [ordered, b.integers([...extents, k, k])]);
}

/** The filter of the convolution from O to C channels that carries a derivative back. */
export function backwardFilter(b: OnnxBuilder, w: string, f: Filter): string {
  const { blocks, extents, k } = cut(b, w, f);
  const ordered = b.node("Transpose", [blocks], { perm: [2, 0, 4, 1, 3] });
  const backwards = Array.from({ length: k * k }, (_, i) => k * k - 1 - i);
  const turned =
    k > 1
      ? b.node("Gather", [ordered, b.integers(backwards)], { axis: 2 })
      : ordered;
  return b.node("Reshape", [
    turned,
    b.integers([...extents.toReversed(), k, k]),
  ]);
}

/** The 1×1 filter from O channels to the k² phases of C channels each. */
export function phasesFilter(b: OnnxBuilder, w: string, f: Filter): string {
  const { blocks, extents, k } = cut(b, w, f);
  const [o, c] = extents;
  const ordered = b.node("Transpose", [blocks], { perm: [4, 2, 0, 1, 3] });
  return b.node("Reshape", [ordered, b.integers([k * k * c, o, 1, 1])]);
}

/** Weights O×C×k×k from blocks C/block × O/block × k·k × block (of C) × block (of O). */
export function fromBlocks(b: OnnxBuilder, blocks: string, f: Filter): string {
  const { o, c, k, block, oPhases, cPhases } = f;
  const full = [roundUp(o, block), roundUp(c, block), k, k];
  let w = b.node("Reshape", [
    b.node("Transpose", [blocks], { perm: [1, 4, 0, 3, 2] }),
    b.integers(full),
  ]);
  if (full[0] !== o || full[1] !== c)
    w = b.node("Slice", [
      w,
      b.integers([0, 0]),
      b.integers([o, c]),
      b.integers([0, 1]),
    ]);
  const shape = [o, c, k, k];
  if (cPhases > 1) w = exchange(b, w, [o, cPhases, c / cPhases, k * k], shape);
  if (oPhases > 1)
    w = exchange(b, w, [1, oPhases, o / oPhases, c * k * k], shape);
  return w;
}

/** The weights in the order of the phases, filled up and seen as O/block × block × C/block × block × k·k. */
function cut(b: OnnxBuilder, w: string, f: Filter) {
  const { o, c, k, block, oPhases, cPhases } = f;
  const shape = [o, c, k, k];
  let ordered = w;
  if (oPhases > 1)
    ordered = exchange(b, ordered, [1, o / oPhases, oPhases, c * k * k], shape);
  if (cPhases > 1)
    ordered = exchange(b, ordered, [o, c / cPhases, cPhases, k * k], shape);
  const extents = [roundUp(o, block), roundUp(c, block)] as const;
  const [oFull, cFull] = extents;
  if (oFull !== o || cFull !== c)
    ordered = b.node("Pad", [
      ordered,
      b.integers([0, 0, 0, 0, oFull - o, cFull - c, 0, 0]),
    ]);
  const blocks = b.node("Reshape", [
    ordered,
    b.integers([oFull / block, block, cFull / block, block, k * k]),
  ]);
  return { blocks, extents, k };
}
