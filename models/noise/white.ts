/** The noise model "white": independent Gaussian noise of one strength. */

import { addWhiteNoise } from "./gaussian.ts";
import type { NoiseModel } from "./model.ts";

export interface WhiteOptions {
  /** Standard deviation in 0..255 units. */
  readonly sigma: number;
}

export const white: NoiseModel<WhiteOptions> = {
  name: "white",
  apply(clean, random, options = {}) {
    const sigma = options.sigma ?? random.uniform(0, 50);
    return addWhiteNoise(clean, sigma / 255, random);
  },
};
