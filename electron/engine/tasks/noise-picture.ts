/** The use case `noisePicture`: where an open image has how much noise. */
import {
  levelsOf,
  packNoisePicture,
} from "../../../models/noise/noise-picture.ts";
import type { Task } from "./task.ts";

export const noisePicture: Task<"noisePicture"> = async (
  { id },
  { images },
) => {
  const { image, noise } = images.get(id);
  return Promise.resolve({ bytes: packNoisePicture(levelsOf(image, noise)) });
};
