/** What the thread that makes batches is told and answers. */
import type { Batch } from "../../../models/training/batches.ts";
import type { Recipe } from "../../../models/training/recipe.ts";
import type { ErrorData } from "../../services/api.ts";

export interface BatchWork {
  /** Paths of the clean images. */
  readonly files: readonly string[];
  readonly recipe: Recipe;
  /** Decoded images kept in memory, in bytes. */
  readonly cacheBytes: number;
}

/** The number of a step, to have its batch made. */
export type BatchRequest = number;

export type BatchReply =
  | { readonly step: number; readonly batch: Batch }
  | { readonly step: number; readonly error: ErrorData };
