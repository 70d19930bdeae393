/** The use case `scores`: how near noisy and denoised pixels are to the clean ones that are known. */
import { scoresOf } from "../images/scores.ts";
import type { Task } from "./task.ts";

export const scores: Task<"scores"> = async ({ id, blend }, { images }) =>
  Promise.resolve(scoresOf(images.get(id), blend));
