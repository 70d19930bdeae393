/** What training has in common wherever the clean photograph is known: `image`, `sigma` and `clean`. */
import { sub } from "../../graph/ops/sub.ts";
import { logErrorOf, supervisedLoss } from "../losses.ts";
import type { Planes } from "../../image/image.ts";
import type { DataMode, Sample } from "./mode.ts";

export const supervised: Omit<DataMode, "sample" | "shrinks"> = {
  edge: (patch) => patch,
  inputs: (patch) => ({
    image: [3, patch, patch],
    sigma: [1, patch / 2, patch / 2],
    clean: [3, patch, patch],
  }),
  loss: ({ inputs: { image, sigma, clean }, denoise, mix }) =>
    supervisedLoss(sub(denoise(image!, sigma!), clean!), mix),
  // It has the one form or the other, as `mixAt` says.
  logError: (loss, mix) => (mix === 1 ? logErrorOf(loss) : Math.log(loss)),
  mixAt: ({ psnrFrom }, progress) => (progress >= psnrFrom ? 1 : 0),
};

/** `sigma`: the map that goes into the network with the noisy patch. */
export function supervisedSample(
  noisy: Planes,
  clean: Planes,
  sigma: Float32Array,
): Sample {
  return { image: noisy.data, sigma, clean: clean.data };
}
