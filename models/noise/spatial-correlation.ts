/** Noise that neighbouring pixels share: blurred, or taken at a smaller size. */

import { gaussianBlur } from "../image/filter.ts";
import type { Planes } from "../image/image.ts";
import { emptyPlanes, plane, planesLike } from "../image/image.ts";
import { downscale } from "../image/downscale.ts";
import type { Random } from "../random.ts";
import { addWhiteNoise } from "./gaussian.ts";
import type { NoiseModel } from "./model.ts";
import {
  rescaleTo,
  residual,
  rootMeanSquare,
  withResidual,
} from "./residual.ts";

export interface CorrelatedOptions {
  /** σ in 0..255 units. */
  readonly sigma: number;
  /** σ in pixels of the Gaussian that the noise is blurred with. */
  readonly blur: number;
}

/** The noise model "correlated": white noise that has been blurred. */
export const correlated: NoiseModel<CorrelatedOptions> = {
  name: "correlated",
  apply(clean, random, options = {}) {
    const sigma = (options.sigma ?? random.uniform(0, 40)) / 255;
    const blur = options.blur ?? random.uniform(0.3, 1);
    const noisy = addWhiteNoise(clean, sigma, random);
    return blurNoise(noisy, clean, blur);
  },
};

/** Blurs the noise in an image by a Gaussian of σ `blur` pixels; its strength stays. */
export function blurNoise(noisy: Planes, clean: Planes, blur: number): Planes {
  const noise = residual(noisy, clean);
  const strength = rootMeanSquare(noise);
  const blurred = planesLike(clean);
  for (let c = 0; c < clean.channels; c++) {
    const channel = plane(planesLike(clean, noise), c);
    plane(blurred, c).set(gaussianBlur(channel, clean.width, blur));
  }
  rescaleTo(blurred.data, strength);
  return withResidual(clean, blurred.data);
}

/**
 * Adds a model's noise to the image at `scale` (0.5..1) of its size and takes
 * it back to full size, as if a small noisy picture had been enlarged; the
 * strength stays.
 */
export function enlargedNoise(
  clean: Planes,
  scale: number,
  model: NoiseModel,
  random: Random,
): Planes {
  const width = Math.max(1, Math.round(clean.width * scale));
  const height = Math.max(1, Math.round(clean.height * scale));
  const small = downscale(clean, width, height);
  const noise = residual(model.apply(small, random), small);
  const enlarged = enlarge(planesLike(small, noise), clean);
  rescaleTo(enlarged.data, rootMeanSquare(noise));
  return withResidual(clean, enlarged.data);
}

/** Bilinear enlargement to another size. */
export function enlarge(
  small: Planes,
  { width, height }: { readonly width: number; readonly height: number },
): Planes {
  const large = emptyPlanes(width, height, small.channels);
  const columns = positions(small.width, width);
  const rows = positions(small.height, height);
  for (let c = 0; c < small.channels; c++) {
    const from = plane(small, c);
    const to = plane(large, c);
    for (let y = 0, i = 0; y < height; y++) {
      const row = Math.floor(rows[y]!);
      const v = rows[y]! - row;
      const top = row * small.width;
      const bottom = Math.min(row + 1, small.height - 1) * small.width;
      for (let x = 0; x < width; x++, i++) {
        const left = columns[x]! | 0;
        const right = Math.min(left + 1, small.width - 1);
        const u = columns[x]! - left;
        to[i] =
          (1 - v) * ((1 - u) * from[top + left]! + u * from[top + right]!) +
          v * ((1 - u) * from[bottom + left]! + u * from[bottom + right]!);
      }
    }
  }
  return large;
}

/** Where each of `to` sample centres lies among `from` samples. */
function positions(from: number, to: number): Float32Array {
  return Float32Array.from({ length: to }, (_, i) =>
    Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5)),
  );
}
