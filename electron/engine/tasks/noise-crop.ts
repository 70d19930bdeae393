/** The use case `noiseCrop`: a place of an open image as a noise setting would have it, beside what is on the screen. */
import { assumeNoise } from "../../../models/inference/assumed-noise.ts";
import { packTile } from "../../../models/inference/preview-tile.ts";
import { denoisedCrop, squareIn } from "../images/denoised-crop.ts";
import { loadNetwork } from "../networks/load.ts";
import { placeFor } from "../networks/place.ts";
import type { Task } from "./task.ts";

export const noiseCrop: Task<"noiseCrop"> = async (
  { id, model, noise, device, ...wish },
  { images, devices, networks, signal },
) => {
  const open = images.get(id);
  const loaded = await loadNetwork(model);
  const choice = placeFor(loaded, await devices.chooseNow(device));
  signal.throwIfAborted();
  const denoiser = await networks.open(loaded, choice.device, () => undefined);
  try {
    const [image] = open.noisy as [(typeof open.noisy)[number]];
    const assumed = assumeNoise(image, denoiser, noise, () => open.noise);
    const core = squareIn(image, wish);
    return {
      bytes: packTile(await denoisedCrop(image, assumed, core, signal)),
    };
  } finally {
    await denoiser.close();
  }
};
