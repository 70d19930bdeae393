/** The ways of training. */
import type { DataModeName, Recipe } from "../recipe.ts";
import { burst } from "./burst.ts";
import { clean } from "./clean.ts";
import type { DataMode } from "./mode.ts";
import { metered } from "./metered.ts";
import { noisy } from "./noisy.ts";
import { pairs } from "./pairs.ts";
import { recorrupted } from "./recorrupted.ts";

type ModeRecipe = Pick<Recipe, "stride" | "moreNoise" | "meter">;

const dataModes: Readonly<
  Record<DataModeName, (recipe: ModeRecipe) => DataMode>
> = {
  clean: ({ meter }) => (meter ? metered(clean) : clean),
  pairs: ({ meter }) => (meter ? metered(pairs) : pairs),
  burst: () => burst,
  noisy: ({ stride = 1, moreNoise }) =>
    moreNoise === undefined ? noisy(stride) : recorrupted(moreNoise),
};

export function dataModeOf(
  recipe: ModeRecipe & Pick<Recipe, "data">,
): DataMode {
  return dataModes[recipe.data](recipe);
}
