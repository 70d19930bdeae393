/**
 * Training on bursts of still scenes (Lehtinen et al., "Noise2Noise", 2018): the noise of one frame is
 * not that of the next, so that what one tells about the other is the picture. Whatever the noise is
 * like, and however far it reaches, the network learns it as it is.
 */
import { sub } from "../../graph/ops/sub.ts";
import { mul } from "../../graph/ops/mul.ts";
import { invariant } from "../../errors.ts";
import { noiseMap } from "../../noise/noise-map.ts";
import { logErrorOf, meanLogarithm, squaredPerPatch } from "../losses.ts";
import { measured } from "./measured.ts";
import type { DataMode } from "./mode.ts";
import { stillWeights } from "./still.ts";

export const burst: DataMode = {
  edge: (patch) => patch,
  shrinks: false,
  inputs: (patch) => ({
    image: [3, patch, patch],
    sigma: [1, patch / 2, patch / 2],
    clean: [3, patch, patch],
    weight: [1, patch, patch],
  }),

  /** `clean` is the other frame; of held-out bursts it is the mean of the others. */
  sample({ image, clean, photograph }, _recipe, random) {
    invariant(clean, "a frame has others");
    const noise = measured(photograph.image);
    const map = noiseMap(image, noise.estimate);
    const error = random.uniform(0.8, 1.25);
    return {
      image: image.data,
      sigma: map.map((sigma) => sigma * error),
      clean: clean.data,
      weight: stillWeights(image, clean, map, noise),
    };
  },

  /** Of what has not moved. */
  loss({ inputs: { image, sigma, clean, weight }, denoise }) {
    const error = sub(denoise(image!, sigma!), clean!);
    return meanLogarithm(squaredPerPatch(mul(error, weight!)));
  },

  logError: logErrorOf,

  mixAt: () => 0,
};
