/** Decides from what a folder holds how a network can be trained on it, and says why. */
import type { DataModeName } from "../recipe.ts";

/** What was counted and measured. */
export interface FolderFigures {
  /** Photographs that can be used. */
  readonly usable: number;
  /** Pairs of the same size that are aligned, or can be. */
  readonly pairs: number;
  /** Frames of bursts that are aligned. */
  readonly frames: number;
  /** Share (0..1) of the measured photographs without visible noise. */
  readonly clean: number;
  /** From how many pixels apart on the noise is independent; 1 for white noise. */
  readonly length: number;
}

/** `apart`: noisy ones whose neighbouring pixels share their noise, so that pixels farther apart are used. */
export type ReasonCode =
  | "none"
  | "pairs"
  | "clean"
  | "burst"
  | "noisy"
  | "apart"
  | "correlated"
  | "mixed";

export interface Proposal {
  /** Null: the folder allows none of them. */
  readonly mode: DataModeName | null;
  readonly reason: ReasonCode;
}

/** Up to this σ, in 0..255 units, noise is invisible: what adding noise to the photograph teaches is right. */
export const CLEAN_UP_TO = 3;
/**
 * Pixels that are to be independent may have to be this far apart. The network then learns at an
 * eighth of the photographs' size; at less than that little is left to learn from.
 */
export const LONGEST_STRIDE = 4;
/** Pairs decide when they make up this share of the photographs. */
const PAIRED = 0.5;
const MOST = 0.6;

/**
 * Pairs teach best what they hold. Clean photographs come next: their noise is added. Of noisy ones,
 * bursts teach whatever the noise is like; single ones teach where the noise is independent from pixel to pixel, or from one a few pixels on.
 */
export function propose({
  usable,
  pairs,
  frames,
  clean,
  length,
}: FolderFigures): Proposal {
  if (usable === 0) return { mode: null, reason: "none" };
  if (pairs > 0 && 2 * pairs >= PAIRED * usable)
    return { mode: "pairs", reason: "pairs" };
  if (clean >= MOST) return { mode: "clean", reason: "clean" };
  if (clean > 1 - MOST) return { mode: null, reason: "mixed" };
  if (frames >= MOST * usable) return { mode: "burst", reason: "burst" };
  if (length > LONGEST_STRIDE) return { mode: null, reason: "correlated" };
  return { mode: "noisy", reason: length > 1 ? "apart" : "noisy" };
}
