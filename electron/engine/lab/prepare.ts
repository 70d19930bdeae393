/** What a run of the lab begins with: its pictures without those that are left out, its recipe, and what is there of it already. */
import { isDeepStrictEqual } from "node:util";
import { NitidoError } from "../../../models/errors.ts";
import {
  isVariational,
  labRecipe,
  type LabRecipe,
} from "../../../models/lab/recipe.ts";
import type { PictureShape } from "../../../models/networks/autoencoders/autoencoder.ts";
import type {
  LabTrainRequest,
  LabTrainResult,
} from "../../services/api-lab.ts";
import { without as omit } from "../../services/without.ts";
import type { LabPictures } from "./load/load.ts";
import { type LabCheckpoint, readLabCheckpoint } from "./checkpoint.ts";
import { hasEnded, openLabRun, refuseLabRun } from "./run-folder.ts";
import { those } from "./use.ts";

/** Throws LAB_UNSUITABLE, `unknownClass`, for a class that no picture has. */
export function leaveOut(
  all: LabPictures,
  without: readonly string[],
): LabPictures {
  const classes = all.reading.classes ?? [];
  for (const name of without)
    if (!classes.includes(name))
      throw new NitidoError("LAB_UNSUITABLE", {
        ...{ kind: "unknownClass", name, classes: classes.join(", ") },
      });
  if (without.length === 0) return all;
  const numbers = all.labels.flatMap((label, n) =>
    label !== null && without.includes(label) ? [] : [n],
  );
  return those(all, numbers);
}

/** But for the steps, which a budget in minutes has to be measured for. Throws LAB_UNSUITABLE, `greedy`. */
export function recipeOf(
  request: LabTrainRequest,
  picture: PictureShape,
  count: number,
): LabRecipe {
  const { network: kind, latent, widths, corruption, seed, greedy } = request;
  const { walk } = request;
  const { beta, sparse, contractive, reconstruction } = request;
  if (greedy && isVariational(kind))
    throw new NitidoError("LAB_UNSUITABLE", { kind: "greedy", network: kind });
  const recipe = labRecipe({
    ...{ kind, picture, latent, widths, enlargement: "nearest" },
  });
  return {
    ...recipe,
    ...{ corruption, seed, greedy, walk, batch: Math.min(recipe.batch, count) },
    loss: {
      reconstruction: reconstruction ?? recipe.loss.reconstruction,
      ...{ beta, sparse, contractive },
    },
  };
}

/** What is there of a run: its figures, where it was broken off, or nothing. */
export type Earlier = LabTrainResult | LabCheckpoint | null;

/** Throws OUTPUT_EXISTS, CHECKPOINT_DAMAGED, and LAB_UNSUITABLE, `otherSettings`. */
export async function findEarlier(request: LabTrainRequest): Promise<Earlier> {
  const { run } = request;
  if (!request.resume) {
    await refuseLabRun(run, request.overwrite);
    return null;
  }
  if (!(await hasEnded(run))) {
    const checkpoint = await readLabCheckpoint(run);
    if (checkpoint) refuseOther(request, checkpoint.recipe);
    return checkpoint;
  }
  const { recipe, facts } = await openLabRun(run);
  refuseOther(request, recipe);
  const { source, without } = facts;
  if (!isDeepStrictEqual([source, without], [request.source, request.without]))
    throw new NitidoError("LAB_UNSUITABLE", { kind: "otherPictures", run });
  return { run, ...omit(facts, "version", "source", "without") };
}

/** A run goes on as it was begun: what is asked for must be what it does. */
function refuseOther(request: LabTrainRequest, recipe: LabRecipe): void {
  const { picture } = recipe.choice;
  const { steps, warmUp } = recipe;
  const { budget } = request;
  const wanted: LabRecipe = {
    ...recipeOf(request, picture, recipe.batch),
    ...{ steps: "steps" in budget ? budget.steps : steps, warmUp },
  };
  if (!isDeepStrictEqual(wanted, JSON.parse(JSON.stringify(recipe))))
    throw new NitidoError("LAB_UNSUITABLE", {
      ...{ kind: "otherSettings", run: request.run },
    });
}
