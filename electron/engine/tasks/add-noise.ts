/** The use case `addNoise`: puts synthetic noise on an open image, or takes it away. */
import { setImmediate } from "node:timers/promises";
import { withNoise } from "../../../models/noise/synthetic.ts";
import type { Task } from "./task.ts";

export const addNoise: Task<"addNoise"> = async (
  { id, noise },
  { images, signal },
) => {
  const open = images.get(id);
  await open.replacePixels(async (clean, signal) => {
    if (!noise) return clean;
    return withNoise(clean, noise, async () => {
      // Other requests are answered in between.
      await setImmediate();
      signal.throwIfAborted();
    });
  }, signal);
  images.trim();
  return open.facts;
};
