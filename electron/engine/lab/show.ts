/** What a network makes of held-out pictures, to be looked at. */
import type { Pictures } from "../../../models/lab/batches.ts";
import {
  choose,
  meanOf,
  spread,
  squaredErrors,
  toBytes,
} from "../../../models/lab/pictures.ts";
import type { LabRecipe } from "../../../models/lab/recipe.ts";
import type { LabTrainProgress } from "../../services/api-lab.ts";
import type { Coder } from "./coder.ts";
import { corrupted } from "./figures.ts";
import type { LabPictures } from "./load/load.ts";

/** Pictures that are shown, and codes of the map. */
export const SHOWN = 16;
const MAPPED = 500;

export interface Shown {
  readonly originals: Pictures;
  /** Corrupted where the network learns to mend that. */
  readonly inputs: Pictures;
  readonly rebuilt: Pictures;
}

/** Some of the pictures, spread evenly over them. */
export async function shownOf(
  coder: Coder,
  { pictures, names }: LabPictures,
  { corruption, seed }: LabRecipe,
): Promise<Shown> {
  const originals = choose(pictures, spread(names.length, SHOWN));
  const inputs = corruption
    ? corrupted(originals, corruption, seed)
    : originals;
  return { originals, inputs, rebuilt: await coder.rebuild(inputs) };
}

export async function snapshotOf(
  coder: Coder,
  heldOut: LabPictures,
  recipe: LabRecipe,
  step: number,
): Promise<Extract<LabTrainProgress, { kind: "snapshot" }>> {
  const { pictures, labels, names, reading } = heldOut;
  const codes = await coder.encode(pictures);
  const rebuilt = await coder.decode(codes);
  const shown = await shownOf(coder, heldOut, recipe);
  const mapped = spread(names.length, MAPPED);
  return {
    ...{ kind: "snapshot", step, shape: pictures.shape },
    error: meanOf(squaredErrors(rebuilt, pictures)),
    originals: toBytes(shown.originals),
    inputs: toBytes(shown.inputs),
    rebuilt: toBytes(shown.rebuilt),
    codes: mapped.map((n) => [...codes[n]!]),
    labels: reading.classes && mapped.map((n) => labels[n] ?? ""),
  };
}
