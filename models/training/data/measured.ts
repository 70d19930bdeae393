/** What is measured on a part of a photograph before patches of it are learnt from. */
import type { Image } from "../../image/image.ts";
import { noiseCorrelation } from "../../noise/correlation.ts";
import { estimateNoise, type NoiseEstimate } from "../../noise/estimate.ts";

export interface Measured {
  readonly estimate: NoiseEstimate;
  /** σ in pixels of the blur that makes white noise as correlated; 0 for white noise. */
  readonly blur: number;
}

const measurements = new WeakMap<Image, Measured>();

/** Once for each part. */
export function measured(image: Image): Measured {
  const known = measurements.get(image);
  if (known) return known;
  const estimate = estimateNoise(image);
  const blur = estimate.correlated ? noiseCorrelation(image).blur : 0;
  const measurement = { estimate, blur };
  measurements.set(image, measurement);
  return measurement;
}
