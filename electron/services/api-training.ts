/** What is asked and told about training: the types of its use cases. Conventions as in api.ts. */
import type { DataModeName } from "../../models/training/recipe.ts";
import type { ReasonCode } from "../../models/training/folder/proposal.ts";
import type { ErrorData } from "./api.ts";

export type { DataModeName, ReasonCode };

// --- inspectFolder -----------------------------------------------------------

export interface InspectFolderRequest {
  /** Entered in full. */
  readonly folder: string;
}

/** At most about ten times a second. */
export interface InspectFolderProgress {
  readonly kind: "inspecting";
  /** `files`: each is looked at; `noise`: that of a sample is measured; `pairs`: they are compared. */
  readonly what: "files" | "noise" | "pairs";
  readonly done: number;
  readonly of: number;
}

/** Why a photograph cannot be learnt from. `duplicate`: the same bytes as `of`; `similar`: a copy of it. */
export interface LeftOut {
  /** Relative to the folder, with slashes. */
  readonly file: string;
  readonly why: "unreadable" | "tiny" | "overexposed" | "duplicate" | "similar";
  readonly error?: ErrorData;
  readonly of?: string;
}

/** `size`: the two have different sizes; `scene`: no shift of a few pixels brings them together. */
export interface RefusedPair {
  readonly noisy: string;
  readonly clean: string;
  readonly why: "size" | "scene";
  /** The best correlation found, −1..1; absent when sizes differ. */
  readonly correlation?: number;
}

/** Noise over the measured photographs, σ in 0..255 units. */
export interface FolderNoise {
  readonly photographs: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
  /** Median HH₂/HH₁; 1 for white noise. */
  readonly correlation: number;
  /** Shares of the photographs, 0..1: without visible noise, and with correlated noise. */
  readonly clean: number;
  readonly correlated: number;
}

/** Lists hold at most 1000 entries each; the counts are complete. Rejects with FILE_NOT_FOUND, FILE_UNREADABLE. */
export interface InspectFolderResult {
  readonly folder: string;
  /** With the name of an image. */
  readonly files: number;
  readonly usable: number;
  readonly megapixels: number;
  /** Of those usable, how many have 16 bits a sample. */
  readonly deep: number;
  readonly leftOut: readonly LeftOut[];
  readonly leftOutCounts: Readonly<Record<LeftOut["why"], number>>;
  readonly pairs: {
    readonly usable: number;
    /** Of those usable, how many are shifted by whole pixels, which is corrected. */
    readonly shifted: number;
    readonly refused: readonly RefusedPair[];
    readonly refusedCount: number;
  };
  readonly bursts: { readonly count: number; readonly frames: number };
  /** Null when nothing is usable. */
  readonly noise: FolderNoise | null;
  readonly proposal: {
    /** Null: the folder allows no training as it is. */
    readonly mode: DataModeName | null;
    readonly reason: ReasonCode;
  };
}
