/** The use case `trainingPicture`: a whole photograph of a training, small. */
import { inspectImage } from "../../codecs/decode.ts";
import { readThumbnail } from "../../codecs/thumbnail.ts";
import type { Task } from "./task.ts";

export const trainingPicture: Task<"trainingPicture"> = async (
  { longest, ...photograph },
  { views },
) => {
  const path = await views.pathOf(photograph);
  const { width, height } = await inspectImage(path);
  const { jpeg } = await readThumbnail(path, longest);
  return { width, height, jpeg };
};
