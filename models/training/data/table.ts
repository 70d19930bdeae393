/** The ways of training. */
import type { DataModeName } from "../recipe.ts";
import { clean } from "./clean.ts";
import type { DataMode } from "./mode.ts";
import { noisy } from "./noisy.ts";
import { pairs } from "./pairs.ts";

export const dataModes: Readonly<Record<DataModeName, DataMode>> = {
  clean,
  pairs,
  noisy,
};
