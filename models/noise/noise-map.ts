/** The map of the noise level that a network is given, from an estimate. */

import { gaussianBlur } from "../image/filter.ts";
import {
  fullScale,
  hasColour,
  type MirroredRegion,
  mirroredRegion,
  type Planes,
  plane,
  type Rect,
} from "../image/image.ts";
import type { ImageSource } from "../image/regions.ts";
import type { NoiseEstimate } from "./estimate.ts";
import { type NoiseCurve, varianceAt } from "./noise-level.ts";
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
  return levelsAt(half, mapSize(image).width, curve);
}

/**
 * `noiseMap` of a region with even extents, bit for bit, without making planes
 * of it: where it reaches outside of the image, the image is mirrored.
 */
export function noiseMapOfRegion(
  source: ImageSource,
  region: Rect,
  { curve }: Pick<NoiseEstimate, "curve">,
): Float32Array {
  const half = halfIntensity(mirroredRegion(source, region));
  return levelsAt(half, region.width / 2, curve);
}

/** The mean of each 2×2 block and its channels, rounded where planes would be. */
function halfIntensity({ image, columns, rows }: MirroredRegion): Float32Array {
  const { samples, channels, width } = image;
  const toUnit = 1 / fullScale(samples);
  const [green, blue] = hasColour(image) ? [1, 2] : [0, 0];
  const at = (i: number): number => {
    const red = Math.fround(Math.fround(samples[i]! * toUnit) / 3);
    const first = red + Math.fround(samples[i + green]! * toUnit) / 3;
    const last = Math.fround(samples[i + blue]! * toUnit) / 3;
    return Math.fround(Math.fround(first) + last);
  };
  const half = new Float32Array((columns.length * rows.length) / 4);
  for (let y = 0, to = 0; y < rows.length; y += 2) {
    const above = rows[y]! * width;
    const below = rows[y + 1]! * width;
    for (let x = 0; x < columns.length; x += 2, to++) {
      const left = columns[x]!;
      const right = columns[x + 1]!;
      half[to] =
        0.25 *
        (at((above + left) * channels) +
          at((above + right) * channels) +
          at((below + left) * channels) +
          at((below + right) * channels));
    }
  }
  return half;
}

function levelsAt(
  intensity: Float32Array,
  width: number,
  curve: NoiseCurve,
): Float32Array {
  const map = gaussianBlur(intensity, width, BLUR);
  for (let i = 0; i < map.length; i++)
    map[i] = Math.sqrt(varianceAt(curve, map[i]!));
  return map;
}
