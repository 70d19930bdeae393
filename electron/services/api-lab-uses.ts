/** What is done with a trained run beyond looking at it. Conventions as in api-lab.ts. */
import type { ErrorData, UseCase } from "./api.ts";
import type { LabPicturesRequest, LabReadingProgress } from "./api-lab.ts";

// --- labCollect --------------------------------------------------------------

export const COLLECTINGS = ["copy", "move"] as const;
export type Collecting = (typeof COLLECTINGS)[number];

/** Puts pictures into a folder of their own, under their names, in folders as they are in in the source. */
export interface LabCollectRequest extends Omit<LabPicturesRequest, "part"> {
  /** Names, as results have them. */
  readonly pictures: readonly string[];
  readonly how: Collecting;
  /** Is made. Nothing in it is replaced: a name that is taken is numbered. */
  readonly folder: string;
}

export type LabCollectProgress =
  | LabReadingProgress
  | {
      readonly kind: "collecting";
      readonly done: number;
      readonly of: number;
    };

/**
 * Pictures that are no files of their own (IDX, built-in sets) are written as PNG, as the run takes
 * them. A file that is moved is removed once its copy is complete on the disk. Rejects with
 * LAB_UNSUITABLE: `unmovable` for pictures that are no files, `insideSource`; with DISK_FULL before
 * anything is written; and as `labEncode`.
 */
export interface LabCollectResult {
  readonly how: Collecting;
  readonly folder: string;
  readonly files: readonly {
    readonly picture: string;
    readonly file: string;
  }[];
  /** These stayed where they are; what comes after a full disk is among them. */
  readonly failed: readonly {
    readonly picture: string;
    readonly error: ErrorData;
  }[];
}

export interface LabUsesUseCases {
  readonly labCollect: UseCase<
    LabCollectRequest,
    LabCollectProgress,
    LabCollectResult
  >;
}
