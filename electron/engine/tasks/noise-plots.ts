/** The use case `noisePlots`: what the noise panel draws of an open image. */
import { noisePlots as plotsOf } from "../../../models/noise/plots.ts";
import type { Task } from "./task.ts";

export const noisePlots: Task<"noisePlots"> = async ({ id }, { images }) => {
  const { image, noise } = images.get(id);
  return Promise.resolve(plotsOf(image, noise));
};
