/** The use case `labFilters`: the weights of the encoder's first layer, as pictures. */
import { filtersOf } from "../lab/filters.ts";
import { openLabRun } from "../lab/run-folder.ts";
import type { Task } from "./task.ts";

export const labFilters: Task<"labFilters"> = async ({ run, limit }) =>
  filtersOf(await openLabRun(run), limit);
