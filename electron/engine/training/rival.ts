/** What a trained network is compared with: what it began with or, when that was nothing, what is shipped. */
import { basename } from "node:path";
import { networks } from "../../../models/networks/table.ts";
import type { Recipe } from "../../../models/training/recipe.ts";
import type { Snapshot } from "../../../models/training/snapshot.ts";
import { packWeights } from "../../../models/training/step.ts";
import { loadNetwork } from "../networks/load.ts";
import { readWeights } from "../onnx/export.ts";
import { readSnapshot } from "./snapshot-files.ts";

/** Its name, or its file. */
export function rivalOf({
  base,
  noise,
}: Pick<Recipe, "base" | "noise">): string {
  if (base !== "none") return base;
  return noise === "awgn" ? "fast-awgn" : "fast-photo";
}

/** The name of a network that may be given by its file, which is nobody else's business. */
export function nameOfBase(base: string): string {
  return basename(base).replace(/\.onnx$/i, "");
}

/**
 * The base as it was when the training began, wherever its file is now. Throws FILE_NOT_FOUND,
 * CHECKPOINT_DAMAGED, MODEL_UNKNOWN, MODEL_DAMAGED.
 */
export async function rivalWeights(
  run: string,
  recipe: Recipe,
): Promise<Snapshot> {
  if (recipe.base !== "none") return readSnapshot(run, 0);
  const { model, file, card } = await loadNetwork(rivalOf(recipe));
  const network = card?.network ?? "fast";
  const parameters = readWeights(model, networks[network], file);
  const weights = packWeights(networks[network], parameters);
  return { step: 0, network, weights };
}
