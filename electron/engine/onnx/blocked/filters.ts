/**
 * Brings weights O×C×k×k into the order of the blocked convolution, and back: for I input and J
 * output channels J/block × I/block × k·k × block (of I) × block (of J), filled up with zeros.
 *
 * To put one block of channels last, `ReorderInput` and `ReorderOutput` are used, which are ten times
 * faster at it than `Transpose`; that only moves whole blocks here.
 */
import type { OnnxBuilder } from "../builder.ts";
import { blockedNode, exchange, roundUp } from "./layout.ts";

export interface Filter {
  readonly o: number;
  readonly c: number;
  readonly k: number;
  readonly block: number;
  /** The phases of the tensors of O and of C channels. */
  readonly oPhases: number;
  readonly cPhases: number;
}

/** The filter of the convolution from C to O channels. */
export function forwardFilter(b: OnnxBuilder, w: string, f: Filter): string {
  const { k, block } = f;
  const { full, o, c } = fill(b, w, f);
  const oLast = blockLast(b, full, [o / block, block, c * k * k]);
  const extents = [(o * c) / block / block, block, k * k, block] as const;
  return exchange(b, oLast, extents, [o, c, k, k]);
}

/** The filter of the convolution from O to C channels that carries a derivative back. */
export function backwardFilter(b: OnnxBuilder, w: string, f: Filter): string {
  const { k } = f;
  const { seen, o, c } = cLast(b, w, f);
  const ordered = b.transpose(seen, [2, 0, 3, 1, 4]);
  const backwards = Array.from({ length: k * k }, (_, i) => k * k - 1 - i);
  const turned =
    k > 1
      ? b.node("Gather", [ordered, b.integers(backwards)], { axis: 2 })
      : ordered;
  return b.reshape(turned, [c, o, k, k]);
}

/** The 1×1 filter from O channels to the k² phases of C channels each. */
export function phasesFilter(b: OnnxBuilder, w: string, f: Filter): string {
  const { seen, o, c } = cLast(b, w, f);
  const ordered = b.transpose(seen, [3, 2, 0, 1, 4]);
  return b.reshape(ordered, [f.k * f.k * c, o, 1, 1]);
}

/** Weights O×C×k×k from C/block × O/block × k·k × block (of C) × block (of O). */
export function fromBlocks(b: OnnxBuilder, blocks: string, f: Filter): string {
  const { o, c, k, block, oPhases, cPhases } = f;
  const full = [roundUp(o, block), roundUp(c, block)] as const;
  const [oFull, cFull] = full;
  const seen = [cFull / block, oFull / block, k * k, block, block];
  const moved = b.transpose(b.reshape(blocks, seen), [1, 0, 3, 2, 4]);
  const oLast = b.reshape(moved, [oFull / block, block, cFull * k * k, 1]);
  const channels = { channels: block };
  const oFirst = blockedNode(b, "ReorderOutput", [oLast], channels);
  const shape = [o, c, k, k];
  let w = b.reshape(oFirst, [...full, k, k]);
  if (oFull !== o || cFull !== c)
    w = b.node("Slice", [
      w,
      ...[
        [0, 0],
        [o, c],
        [0, 1],
      ].map((bounds) => b.integers(bounds)),
    ]);
  if (cPhases > 1) w = exchange(b, w, [o, cPhases, c / cPhases, k * k], shape);
  if (oPhases > 1)
    w = exchange(b, w, [1, oPhases, o / oPhases, c * k * k], shape);
  return w;
}

/** The weights as O/block × block (of O) × C/block × k·k × block (of C). */
function cLast(b: OnnxBuilder, w: string, f: Filter) {
  const { k, block } = f;
  const { full, o, c } = fill(b, w, f);
  const last = blockLast(b, full, [(o * c) / block, block, k * k]);
  const extents = [o / block, block, c / block, k * k, block];
  return { seen: b.reshape(last, extents), o, c };
}

/** The middle axis of a tensor of these three extents becomes the last. It is one block long. */
function blockLast(
  b: OnnxBuilder,
  x: string,
  extents: readonly [number, number, number],
): string {
  return blockedNode(b, "ReorderInput", [b.reshape(x, [...extents, 1])], {});
}

/** The weights in the order of the phases, and their channel counts filled up to whole blocks. */
function fill(b: OnnxBuilder, w: string, f: Filter) {
  const { k, block, oPhases, cPhases } = f;
  const shape = [f.o, f.c, k, k];
  let full = w;
  if (oPhases > 1)
    full = exchange(b, full, [1, f.o / oPhases, oPhases, f.c * k * k], shape);
  if (cPhases > 1)
    full = exchange(b, full, [f.o, f.c / cPhases, cPhases, k * k], shape);
  const [o, c] = [roundUp(f.o, block), roundUp(f.c, block)];
  const missing = [0, 0, 0, 0, o - f.o, c - f.c, 0, 0];
  if (o !== f.o || c !== f.c) full = b.node("Pad", [full, b.integers(missing)]);
  return { full, o, c };
}
