/** The use case `devices`: what there is, and what `auto` would take. */
import { choose } from "../devices/devices.ts";
import type { Task } from "./task.ts";

export const devices: Task<"devices"> = async (request, context) => {
  const { probe } = request;
  if (probe === "later") context.devices.tryLater();
  const reports = await context.devices.list(probe === true);
  return { devices: reports, choice: choose(reports) };
};
