/** The namespace `devices`: where the engine can compute. */
import type { Handlers } from "../contract/router.ts";
import type { Engine } from "./api.ts";

export function createDeviceHandlers(
  engine: Engine,
): Pick<Handlers, "devices.list"> {
  return {
    "devices.list": async ({ probe }) =>
      (await engine.devices({ probe })).devices,
  };
}
