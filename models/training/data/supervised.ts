/** What training has in common wherever the clean photograph is known: `image`, `sigma` and `clean`. */
import { sub } from "../../graph/ops/sub.ts";
import { logErrorOf, supervisedLoss } from "../losses.ts";
import type { DataMode } from "./mode.ts";

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
