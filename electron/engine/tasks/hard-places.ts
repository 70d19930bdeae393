/** The use case `hardPlaces`: where in an open image it is hardest to say how much noise to remove. */
import { hardPlaces as placesOf } from "../../../models/inference/hard-places.ts";
import type { Task } from "./task.ts";

export const hardPlaces: Task<"hardPlaces"> = async (
  { id, edge },
  { images },
) => {
  const { image, noise } = images.get(id);
  return Promise.resolve(placesOf(image, noise, edge));
};
