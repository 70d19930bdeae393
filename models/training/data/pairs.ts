/** Training on pairs: photographs with the noise that their camera made, and the same without it. */
import { invariant } from "../../errors.ts";
import { toldMap } from "../../noise/local-level.ts";
import type { DataMode } from "./mode.ts";
import { supervised, supervisedSample } from "./supervised.ts";

export const pairs: DataMode = {
  ...supervised,
  shrinks: false,
  sample({ image, clean }, _recipe, random) {
    invariant(clean, "a pair has a clean side");
    return supervisedSample(image, clean, toldMap(clean, image, random));
  },
};
