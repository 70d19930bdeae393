/** The training mix of white noise, for benchmarks and scientific images. */

import type { Planes } from "../image/image.ts";
import type { Random } from "../random.ts";
import { addMappedNoise, addWhiteNoise } from "./gaussian.ts";
import type { NoiseSample } from "./model.ts";
import { constantMap, halveMap, smoothMap } from "./sigma-map.ts";

/** The strongest noise trained for, in 0..1 units. */
const HIGHEST = 55 / 255;
/** Below this the network learns to leave an image alone. */
const FAINT = 3 / 255;

/**
 * White Gaussian noise of σ up to 55, neither clipped nor rounded: 10 % of the
 * samples below 3, 20 % of a strength that varies over the patch. The map says
 * the truth, but in 20 % of the samples it is off by up to 10 %.
 */
export function awgnNoise(clean: Planes, random: Random): NoiseSample {
  const sample = random.chance(0.2)
    ? varyingNoise(clean, random)
    : evenNoise(clean, random);
  if (random.chance(0.2)) {
    const error = random.uniform(0.9, 1.1);
    sample.map.forEach((sigma, i) => (sample.map[i] = sigma * error));
  }
  return sample;
}

function evenNoise(clean: Planes, random: Random): NoiseSample {
  const sigma = drawSigma(random);
  return {
    noisy: addWhiteNoise(clean, sigma, random),
    map: constantMap(clean, sigma),
  };
}

function varyingNoise(clean: Planes, random: Random): NoiseSample {
  const { width, height } = clean;
  const [one, other] = [drawSigma(random), drawSigma(random)];
  const map = smoothMap(width, height, one, other, random);
  return {
    noisy: addMappedNoise(clean, map, random),
    map: halveMap(map, width, height),
  };
}

function drawSigma(random: Random): number {
  return random.uniform(0, random.chance(0.1) ? FAINT : HIGHEST);
}
