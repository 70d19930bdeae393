/** What is done with a trained run beyond looking at it. Conventions as in api-lab.ts. */
import type { PictureShape } from "../../models/networks/autoencoders/autoencoder.ts";
import type { ErrorData, UseCase } from "./api.ts";
import type {
  LabPicturesRequest,
  LabReading,
  LabReadingProgress,
} from "./api-lab.ts";

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

// --- labArithmetic -----------------------------------------------------------

/** Pictures of these classes, and those with these names. */
export interface LabGroup {
  readonly classes: readonly string[];
  readonly pictures: readonly string[];
}

export interface LabArithmeticRequest extends LabPicturesRequest {
  /** The mean code of these, */
  readonly add: LabGroup;
  /** less that of these, */
  readonly subtract: LabGroup;
  /** times each strength, is added to the code of the picture with this name. */
  readonly to: string;
  readonly strengths: readonly number[];
  /** A PNG of what comes out, in one row; null: none. */
  readonly out: string | null;
  readonly overwrite: boolean;
}

/**
 * Rejects with LAB_UNSUITABLE: `unlabelled`, `unknownClass`, `few` where a group is empty; with
 * USAGE, `unknownPicture`; and as `labEncode`.
 */
export interface LabArithmeticResult {
  readonly run: string;
  readonly reading: LabReading;
  /** How many pictures the means are of. */
  readonly added: number;
  readonly subtracted: number;
  /** The difference of the means. */
  readonly direction: readonly number[];
  /** Of the picture that it is added to. */
  readonly code: readonly number[];
  readonly strengths: readonly number[];
  /** One for each strength, and what is made of them: in 0..255, C×H×W, one after the other. */
  readonly codes: readonly (readonly number[])[];
  readonly shape: PictureShape;
  readonly pictures: Uint8Array;
  readonly file: string | null;
}

export interface LabUsesUseCases {
  readonly labArithmetic: UseCase<
    LabArithmeticRequest,
    LabReadingProgress,
    LabArithmeticResult
  >;
  readonly labCollect: UseCase<
    LabCollectRequest,
    LabCollectProgress,
    LabCollectResult
  >;
}
