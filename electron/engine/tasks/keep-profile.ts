/** The use case `keepProfile`: a noise level that was chosen for an open image is its camera's from now on. */
import { NitidoError } from "../../../models/errors.ts";
import { chosenProfile } from "../../../models/noise/camera-profiles.ts";
import { keepProfile as keep } from "../../files/camera-profiles.ts";
import { settingOf } from "../images/image-noise.ts";
import type { Task } from "./task.ts";

export const keepProfile: Task<"keepProfile"> = async (
  { id, level },
  { images },
) => {
  const { original, image, noise } = images.get(id);
  const setting = await settingOf(original);
  if (!setting) throw new NitidoError("USAGE", { kind: "parameter" });
  const profile = chosenProfile(image, noise, setting, level);
  await keep(profile);
  return profile;
};
