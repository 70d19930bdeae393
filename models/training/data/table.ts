/** The ways of training. */
import type { DataModeName, Recipe } from "../recipe.ts";
import { burst } from "./burst.ts";
import { clean } from "./clean.ts";
import type { DataMode } from "./mode.ts";
import { noisy } from "./noisy.ts";
import { pairs } from "./pairs.ts";

const dataModes: Readonly<
  Record<DataModeName, (recipe: Pick<Recipe, "stride">) => DataMode>
> = {
  clean: () => clean,
  pairs: () => pairs,
  burst: () => burst,
  noisy: ({ stride = 1 }) => noisy(stride),
};

export function dataModeOf(recipe: Pick<Recipe, "data" | "stride">): DataMode {
  return dataModes[recipe.data](recipe);
}
