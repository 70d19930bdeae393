/** The use case `lookAt`: what is on the screen now is denoised first. */
import type { Task } from "./task.ts";

export const lookAt: Task<"lookAt"> = async ({ id, view }, { images }) => {
  images.get(id).look(view);
  return Promise.resolve(null);
};
