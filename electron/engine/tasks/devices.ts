/** The use case `devices`: what there is, and what `auto` would take. */
import { choose } from "../devices/devices.ts";
import type { Task } from "./task.ts";

export const devices: Task<"devices"> = async (request, context) => {
  const reports = await context.devices.list(request.probe);
  return { devices: reports, choice: choose(reports) };
};
