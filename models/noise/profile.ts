/** The noise of one camera as it was measured on photographs, and the training mix that imitates it. */
import { quantise8 } from "../image/quantise.ts";
import type { Planes } from "../image/image.ts";
import type { Random } from "../random.ts";
import { jpeg } from "./jpeg.ts";
import type { NoiseMix } from "./model.ts";
import { toldMap } from "./local-level.ts";
import { nearlyClean } from "./photo-mix.ts";
import { poissonGaussian } from "./poisson-gaussian.ts";
import { blurNoise } from "./spatial-correlation.ts";

/** What was measured on one photograph. */
export interface NoiseShot {
  /** Variance of a sample x of 0..1: a·x + b, before it was compressed, in squared 0..1 units. */
  readonly a: number;
  readonly b: number;
  /** σ in pixels of the Gaussian blur that makes white noise as correlated as it is; 0 for white noise. */
  readonly blur: number;
  /** Of the JPEG file, 1..100; null where the file was not compressed with loss. */
  readonly quality: number | null;
  /** Of the JPEG file's chroma; drawn at random where it is not known. */
  readonly subsampling?: "4:4:4" | "4:2:0";
}

/** Photographs of one camera, or of several that are to be denoised by one network. */
export type NoiseProfile = readonly NoiseShot[];

/** Around what was measured, the level is varied by these factors: there are darker and brighter photographs. */
const WEAKEST = 0.5;
const STRONGEST = 1.4;
/** Samples that stay all but clean, so that a network leaves clean photographs alone. */
const CLEAN = 0.05;

export const profileMix =
  (profile: NoiseProfile): NoiseMix =>
  (clean, random) => {
    const noisy = random.chance(CLEAN)
      ? nearlyClean(clean, random)
      : imitated(clean, random.pick(profile), random);
    return { noisy, map: toldMap(clean, noisy, random) };
  };

function imitated(clean: Planes, shot: NoiseShot, random: Random): Planes {
  const factor = random.uniform(WEAKEST, STRONGEST) ** 2;
  const blur = shot.blur * random.uniform(0.85, 1.15);
  const varied = { ...shot, a: factor * shot.a, b: factor * shot.b, blur };
  return imitate(clean, varied, random);
}

/** The clean picture as the camera would have taken it, 8 bits deep. */
export function imitate(
  clean: Planes,
  { a, b, blur, quality, subsampling }: NoiseShot,
  random: Random,
): Planes {
  const white = poissonGaussian.apply(clean, random, { a, b });
  const noisy = blur > 0.2 ? blurNoise(white, clean, blur) : white;
  return quality === null
    ? quantise8(noisy)
    : jpeg.apply(noisy, random, {
        quality,
        ...(subsampling && { subsampling }),
      });
}
