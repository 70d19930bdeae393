/** The use case `addNoise`: puts synthetic noise on an open image, or takes it away. */
import { withNoise } from "../../../models/noise/synthetic.ts";
import type { Task } from "./task.ts";

export const addNoise: Task<"addNoise"> = async ({ id, noise }, { images }) => {
  const open = images.get(id);
  const clean = open.original.image;
  await open.replacePixels(noise ? withNoise(clean, noise) : clean);
  images.trim();
  return open.facts;
};
