/** What the thread that makes batches is told and answers. */
import type { Point } from "../../../models/image/image.ts";
import type { Batch } from "../../../models/training/batches.ts";
import type { Recipe } from "../../../models/training/recipe.ts";
import type { ErrorData } from "../../services/api.ts";

/** A photograph to learn from; of a pair the noisy side, with its clean one. */
export interface PhotographFile {
  readonly file: string;
  readonly clean?: {
    readonly file: string;
    /** Add it to a place of the noisy photograph to get that of the clean one. */
    readonly shift: Point;
  };
  /** Other frames of its burst; the network learns from their mean. */
  readonly others?: readonly {
    readonly file: string;
    /** The same, in pixels with fractions. */
    readonly shift: Point;
  }[];
}

export interface BatchWork {
  readonly photographs: readonly PhotographFile[];
  readonly recipe: Recipe;
  /** Decoded parts of photographs kept in memory, in bytes. */
  readonly cacheBytes: number;
}

/** The number of a step, to have its batch made. */
export type BatchRequest = number;

export type BatchReply =
  | { readonly step: number; readonly batch: Batch }
  | { readonly step: number; readonly error: ErrorData };
