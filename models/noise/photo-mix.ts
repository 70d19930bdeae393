/** The training mix of noise as photographs have it. */

import { boxMean } from "../image/filter.ts";
import type { Planes } from "../image/image.ts";
import { plane } from "../image/image.ts";
import { quantise8 } from "../image/quantise.ts";
import type { Random } from "../random.ts";
import { camera } from "./camera.ts";
import { chroma } from "./chroma.ts";
import { estimateNoise } from "./estimate.ts";
import { filmGrain } from "./film-grain.ts";
import { addWhiteNoise } from "./gaussian.ts";
import { jpeg } from "./jpeg.ts";
import type { NoiseModel, NoiseSample } from "./model.ts";
import { noiseMap } from "./noise-map.ts";
import { poissonGaussian } from "./poisson-gaussian.ts";
import { mapSize } from "./sigma-map.ts";
import { blurNoise, enlargedNoise } from "./spatial-correlation.ts";
import { white } from "./white.ts";

/** How often each model is the source of the noise, in percent. */
const sources: readonly (readonly [percent: number, model: NoiseModel])[] = [
  [45, camera],
  [20, white],
  [20, poissonGaussian],
  [10, chroma],
  [5, filmGrain],
];

/** A noisy photograph with the noise map that the network is given. */
export function photoSample(clean: Planes, random: Random): NoiseSample {
  const noisy = photoNoise(clean, random);
  return { noisy, map: addedNoiseMap(clean, noisy, random) };
}

/**
 * A clean patch as a noisy 8-bit file would hold it: noise of one source, in
 * half of the samples shared between neighbouring pixels, in 60 % JPEG of
 * quality 50 to 98. A share of 9 % stays all but clean, so that a network
 * leaves clean photographs alone.
 */
export function photoNoise(clean: Planes, random: Random): Planes {
  if (random.chance(0.09)) return nearlyClean(clean, random);
  const noisy = sensed(clean, drawSource(random), random);
  return random.chance(0.6) ? jpeg.apply(noisy, random) : quantise8(noisy);
}

/**
 * What the network is told about the noise, at half resolution in 0..1 units:
 * its true local strength, off by −20 to +25 %; in 30 % of the samples what an
 * estimate from the noisy patch alone says, which is all that there is later.
 */
export function addedNoiseMap(
  clean: Planes,
  noisy: Planes,
  random: Random,
): Float32Array {
  if (random.chance(0.3)) return noiseMap(noisy, estimateNoise(noisy));
  const error = random.uniform(0.8, 1.25);
  return localStrength(clean, noisy).map((sigma) => sigma * error);
}

/** Noise that nobody sees, and perhaps a fine JPEG. */
export function nearlyClean(clean: Planes, random: Random): Planes {
  const noisy = addWhiteNoise(clean, random.uniform(0, 1.5 / 255), random);
  if (random.chance(0.7)) return quantise8(noisy);
  return jpeg.apply(noisy, random, { quality: random.integer(90, 99) });
}

function drawSource(random: Random): NoiseModel {
  let left = random.uniform(0, 100);
  for (const [percent, model] of sources) {
    left -= percent;
    if (left < 0) return model;
  }
  return camera;
}

/** The model's noise, at times blurred or enlarged as cameras leave it. */
function sensed(clean: Planes, model: NoiseModel, random: Random): Planes {
  if (!random.chance(0.5)) return model.apply(clean, random);
  if (random.chance(0.5)) {
    const scale = random.uniform(0.5, 0.9);
    return enlargedNoise(clean, scale, model, random);
  }
  const blur = random.uniform(0.3, 1.2);
  return blurNoise(model.apply(clean, random), clean, blur);
}

/**
 * The standard deviation of noisy − clean over all channels and a square of
 * 7×7 map cells, that is 14×14 pixels.
 */
function localStrength(clean: Planes, noisy: Planes): Float32Array {
  const { width, height, channels } = clean;
  const map = mapSize(clean);
  const energy = new Float32Array(map.width * map.height);
  const samples = new Float32Array(map.width * map.height);
  for (let c = 0; c < channels; c++) {
    const before = plane(clean, c);
    const after = plane(noisy, c);
    for (let y = 0, i = 0; y < height; y++) {
      const row = (y >> 1) * map.width;
      for (let x = 0; x < width; x++, i++) {
        const cell = row + (x >> 1);
        const noise = after[i]! - before[i]!;
        energy[cell] = energy[cell]! + noise * noise;
        samples[cell] = samples[cell]! + 1;
      }
    }
  }
  for (let i = 0; i < energy.length; i++) energy[i] = energy[i]! / samples[i]!;
  return boxMean(energy, map.width, 3).map((mean) =>
    Math.sqrt(Math.max(0, mean)),
  );
}
