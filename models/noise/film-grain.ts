/** The noise model "film-grain": soft, mostly grey grain, strongest in the mid-tones. */

import { gaussianBlur } from "../image/filter.ts";
import { plane, planesLike } from "../image/image.ts";
import type { NoiseModel } from "./model.ts";
import { rescaleTo } from "./residual.ts";

export interface FilmGrainOptions {
  /** σ in the mid-tones, in 0..255 units. */
  readonly sigma: number;
  /** Size of the grain: σ of a Gaussian in pixels. */
  readonly size: number;
  /** Share of the variance that each channel has for itself, 0..1. */
  readonly colour: number;
}

/**
 * A film's layers are either exposed or not, grain by grain, so the variance
 * follows p(1 − p) of the density p; a fifth of it is left in black and white.
 */
export const filmGrain: NoiseModel<FilmGrainOptions> = {
  name: "film-grain",
  apply(clean, random, options = {}) {
    const sigma = (options.sigma ?? random.uniform(2, 30)) / 255;
    const size = options.size ?? random.uniform(0.5, 1.4);
    const colour = options.colour ?? random.uniform(0, 0.5);
    const grain = (): Float32Array => {
      const noise = new Float32Array(clean.width * clean.height);
      random.fillNormal(noise);
      const blurred = gaussianBlur(noise, clean.width, size);
      rescaleTo(blurred, sigma);
      return blurred;
    };

    const noisy = planesLike(clean);
    const common = grain();
    for (let c = 0; c < clean.channels; c++) {
      const own = grain();
      const before = plane(clean, c);
      const after = plane(noisy, c);
      for (let i = 0; i < after.length; i++) {
        const x = Math.min(1, Math.max(0, before[i]!));
        const strength = Math.sqrt(0.2 + 3.2 * x * (1 - x));
        const noise =
          Math.sqrt(1 - colour) * common[i]! + Math.sqrt(colour) * own[i]!;
        after[i] = before[i]! + strength * noise;
      }
    }
    return noisy;
  },
};
