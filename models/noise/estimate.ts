/** How much noise an image has, judged from the image alone. */

import type { Planes } from "../image/image.ts";
import { plane } from "../image/image.ts";
import { diagonalDetails } from "../image/wavelet.ts";
import { constantMap } from "./sigma-map.ts";

export interface NoiseEstimate {
  /** Standard deviation in red, green and blue, in 0..255 units. */
  readonly sigma: readonly [number, number, number];
  /** Variance of a sample of value x in 0..1: a·x + b, in squared 0..1 units. */
  readonly a: number;
  readonly b: number;
  /** Strength of the noise at half resolution relative to full resolution. */
  readonly correlation: number;
  readonly correlated: boolean;
}

export function estimateNoise(image: Planes): NoiseEstimate {
  const sigma = [0, 1, 2].map((c) => {
    const { data } = diagonalDetails({ ...image, data: plane(image, c) });
    const sizes = data.map(Math.abs).sort();
    return (255 * sizes[sizes.length >> 1]!) / 0.6745;
  }) as [number, number, number];
  const b = ((sigma[0] + sigma[1] + sigma[2]) / 3 / 255) ** 2;
  return { sigma, a: 0, b, correlation: 1, correlated: false };
}

export function noiseMap(image: Planes, estimate: NoiseEstimate): Float32Array {
  return constantMap(image, Math.sqrt(estimate.b));
}
