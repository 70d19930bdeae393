/** The use case `trainingCrop`: a place of a training's photograph as a snapshot denoises it. */
import type { Task } from "./task.ts";

export const trainingCrop: Task<"trainingCrop"> = async (
  { step, device: wish, ...place },
  { devices, views },
) => {
  const { device } = await devices.choose(wish);
  return views.crop(place, await views.network(place.run, step), device);
};
