/** The use case `inspectFolder`: what a folder of photographs allows to be trained. */
import { inspectFolder as inspect } from "../training/folder/inspect.ts";
import { reportOf } from "../training/folder/report.ts";
import type { Task } from "./task.ts";

export const inspectFolder: Task<"inspectFolder"> = async (
  { folder },
  { progress, signal },
) => reportOf(await inspect(folder, { progress, signal }));
