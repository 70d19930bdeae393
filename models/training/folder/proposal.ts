/** Decides from what a folder holds how a network can be trained on it, and says why. */
import type { DataModeName } from "../recipe.ts";

/** What was counted and measured. */
export interface FolderFigures {
  /** Photographs that can be used. */
  readonly usable: number;
  /** Pairs of the same size that are aligned, or can be. */
  readonly pairs: number;
  /** Shares (0..1) of the measured photographs: without visible noise, and with correlated noise. */
  readonly clean: number;
  readonly correlated: number;
}

export type ReasonCode =
  "none" | "pairs" | "clean" | "noisy" | "correlated" | "mixed";

export interface Proposal {
  /** Null: the folder allows none of them. */
  readonly mode: DataModeName | null;
  readonly reason: ReasonCode;
}

/** Up to this σ, in 0..255 units, noise is invisible: what adding noise to the photograph teaches is right. */
export const CLEAN_UP_TO = 3;
/** Pairs decide when they make up this share of the photographs. */
const PAIRED = 0.5;
const MOST = 0.6;

/**
 * Pairs teach best what they hold. Clean photographs come next: their noise is added. Noisy ones
 * alone teach only where the noise is independent from pixel to pixel.
 */
export function propose({
  usable,
  pairs,
  clean,
  correlated,
}: FolderFigures): Proposal {
  if (usable === 0) return { mode: null, reason: "none" };
  if (pairs > 0 && 2 * pairs >= PAIRED * usable)
    return { mode: "pairs", reason: "pairs" };
  if (clean >= MOST) return { mode: "clean", reason: "clean" };
  if (correlated <= 1 - MOST && clean <= 1 - MOST)
    return { mode: "noisy", reason: "noisy" };
  return { mode: null, reason: clean > 1 - MOST ? "mixed" : "correlated" };
}
