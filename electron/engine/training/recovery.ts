/** What to change when a training meets trouble, so that it may go on from where it was kept. */
import { NitidoError } from "../../../models/errors.ts";
import type { Recipe } from "../../../models/training/recipe.ts";
import type { DeviceId } from "../../services/api.ts";

export interface Recovery {
  readonly why: "diverged" | "memory" | "device";
  readonly recipe: Recipe;
  readonly device: DeviceId;
}

/** Undefined where nothing would help. */
export function recoveryFrom(
  error: unknown,
  recipe: Recipe,
  device: DeviceId,
): Recovery | undefined {
  if (!(error instanceof NitidoError)) return undefined;
  const { code } = error;
  if (code === "TRAINING_DIVERGED")
    return { why: "diverged", recipe: slower(recipe), device };
  if (code === "OUT_OF_MEMORY") {
    const smaller = withSmallerBatch(recipe);
    return smaller && { why: "memory", recipe: smaller, device };
  }
  const lost = code === "DEVICE_FAILED" || code === "DEVICE_UNAVAILABLE";
  return lost && device !== "cpu"
    ? { why: "device", recipe, device: "cpu" }
    : undefined;
}

function slower(recipe: Recipe): Recipe {
  return { ...recipe, learningRate: recipe.learningRate / 2 };
}

function withSmallerBatch(recipe: Recipe): Recipe | undefined {
  const { batch, late } = recipe;
  if (Math.max(batch, late?.batch ?? 1) === 1) return undefined;
  const half = (patches: number) => Math.ceil(patches / 2);
  return {
    ...recipe,
    batch: half(batch),
    ...(late && { late: { ...late, batch: half(late.batch) } }),
  };
}
