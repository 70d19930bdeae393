/** The use case `displayColours`: how the colours of an open image are converted for the screen. */
import { displayColours as tableFor } from "../../codecs/display-colours.ts";
import type { Task } from "./task.ts";

export const displayColours: Task<"displayColours"> = async (
  { id },
  { images },
) => {
  const { image, metadata } = images.get(id).original;
  return { table: await tableFor(metadata.icc, image.channels) };
};
