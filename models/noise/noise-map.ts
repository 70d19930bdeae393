/** The map of the noise level that a network is given, from an estimate. */

import { gaussianBlur } from "../image/filter.ts";
import type { Planes } from "../image/image.ts";
import { plane } from "../image/image.ts";
import type { NoiseEstimate } from "./estimate.ts";
import { varianceAt } from "./noise-level.ts";
import { halveMap, mapSize } from "./sigma-map.ts";

/** Blur of the intensity, in map cells of two pixels. */
const BLUR = 2;

/** How many pixels around a region its map depends on. */
export const noiseMapReach = 12;

/**
 * The estimated σ in 0..1 units at half resolution, for the intensity at each
 * place, which is blurred so that the noise itself does not show in the map.
 */
export function noiseMap(
  image: Planes,
  { curve }: Pick<NoiseEstimate, "curve">,
): Float32Array {
  const { width, height, channels } = image;
  const intensity = new Float32Array(width * height);
  for (let c = 0; c < channels; c++) {
    const data = plane(image, c);
    for (let i = 0; i < intensity.length; i++) {
      intensity[i] = intensity[i]! + data[i]! / channels;
    }
  }
  const half = halveMap(intensity, width, height);
  return gaussianBlur(half, mapSize(image).width, BLUR).map((x) =>
    Math.sqrt(varianceAt(curve, x)),
  );
}
