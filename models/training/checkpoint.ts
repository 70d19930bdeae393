/** Checkpoints: the whole state of a training in the safetensors format, which other tools can read too. */
import { NitidoError } from "../errors.ts";
import type { Recipe } from "./recipe.ts";
import { STATE, type StateName } from "./optimised.ts";
import { decodeTensors, encodeTensors } from "./safetensors.ts";

/** The state tensors after `step` steps: what a resumed training needs to go on exactly. */
export interface Checkpoint {
  readonly step: number;
  readonly recipe: Recipe;
  readonly state: Readonly<Record<StateName, Float32Array>>;
}

export function encodeCheckpoint({
  step,
  recipe,
  state,
}: Checkpoint): Uint8Array {
  const vectors = Object.fromEntries(STATE.map((name) => [name, state[name]]));
  const metadata = { step: String(step), recipe: JSON.stringify(recipe) };
  return encodeTensors({ vectors, metadata });
}

/** Throws CHECKPOINT_DAMAGED, with `file` in its details, when the bytes are not a whole checkpoint. */
export function decodeCheckpoint(bytes: Uint8Array, file: string): Checkpoint {
  try {
    const { vectors, metadata } = decodeTensors(bytes, STATE);
    const { step, recipe = "" } = metadata;
    return {
      step: Number(step),
      recipe: JSON.parse(recipe) as Recipe,
      state: vectors,
    };
  } catch (error) {
    throw new NitidoError("CHECKPOINT_DAMAGED", {
      file,
      reason: String(error),
    });
  }
}
