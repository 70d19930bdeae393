/** The use case `openImage`: decodes and measures an image, and keeps it for those that follow. */
import type { Task } from "./task.ts";

export const openImage: Task<"openImage"> = async (
  { id, path, memoryLimit, device },
  { devices, images, signal },
) => {
  // Whether it works is for the preview to say.
  if (device) void devices.chooseNow(device).catch(() => undefined);
  if (memoryLimit !== undefined) images.limit = 1e6 * memoryLimit;
  return (await images.open(id, path, signal)).facts;
};
