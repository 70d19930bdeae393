/** The noise model "chroma": blotches of colour over finer luma noise. */

import { fromOpponent, toOpponent } from "../image/colour.ts";
import { gaussianBlur } from "../image/filter.ts";
import { plane } from "../image/image.ts";
import type { NoiseModel } from "./model.ts";
import { rescaleTo } from "./residual.ts";

export interface ChromaOptions {
  /** σ of the luma noise in 0..255 units. */
  readonly luma: number;
  /** σ of both chroma channels in 0..255 units. */
  readonly chroma: number;
  /** Blur of the chroma noise: σ of a Gaussian in pixels. */
  readonly blur: number;
}

/**
 * Noise as small sensors and in-camera processing leave it. Drawn at random,
 * chroma is 1 to 3 times as strong as luma and blurred by 0.5 to 8 pixels.
 */
export const chroma: NoiseModel<ChromaOptions> = {
  name: "chroma",
  apply(clean, random, options = {}) {
    const luma = options.luma ?? random.uniform(0, 20);
    const strength = options.chroma ?? luma * random.uniform(1, 3);
    const blur =
      options.blur ?? Math.exp(random.uniform(Math.log(0.5), Math.log(8)));
    const noisy = toOpponent(clean);
    const noise = new Float32Array(clean.width * clean.height);
    for (let c = 0; c < 3; c++) {
      random.fillNormal(noise);
      const shaped = c === 0 ? noise : gaussianBlur(noise, clean.width, blur);
      rescaleTo(shaped, (c === 0 ? luma : strength) / 255);
      const target = plane(noisy, c);
      for (let i = 0; i < target.length; i++) {
        target[i] = target[i]! + shaped[i]!;
      }
    }
    return fromOpponent(noisy);
  },
};
