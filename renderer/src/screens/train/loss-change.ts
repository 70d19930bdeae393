/** Where the loss of a training changes its form: the last part aims at PSNR, whose loss has another scale. */
import type { TrainingItem } from "../../../../electron/contract/training-values.ts";
import { DEFAULT_RECIPE } from "../../../../models/training/recipe.ts";

/** The step from which on it is another one; null where it stays the same or is not known yet. */
export function lossChange({
  facts,
  now,
  plan,
}: Pick<TrainingItem, "facts" | "now" | "plan">): number | null {
  const supervised = facts?.data === "clean" || facts?.data === "pairs";
  if (!supervised || !now || now.fraction <= 0) return null;
  const { psnrFrom = DEFAULT_RECIPE.psnrFrom } = plan.settings;
  if (psnrFrom <= 0 || psnrFrom >= 1) return null;
  return Math.ceil((psnrFrom * now.step) / now.fraction);
}
