/** Training on pairs: photographs with the noise that their camera made, and the same without it. */
import { invariant } from "../../errors.ts";
import { addedNoiseMap } from "../../noise/photo-mix.ts";
import type { DataMode } from "./mode.ts";
import { supervised } from "./supervised.ts";

export const pairs: DataMode = {
  ...supervised,
  shrinks: false,
  sample({ image, clean }, _recipe, random) {
    invariant(clean, "a pair has a clean side");
    const sigma = addedNoiseMap(clean, image, random);
    return { image: image.data, sigma, clean: clean.data };
  },
};
