/** The use case `closeImage`: stops the work on an image and frees its memory. */
import type { Task } from "./task.ts";

export const closeImage: Task<"closeImage"> = ({ id }, { images }) => {
  images.close(id);
  return Promise.resolve(null);
};
