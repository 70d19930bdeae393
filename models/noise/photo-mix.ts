/** The training mix of noise as photographs have it. */

import { downscale } from "../image/downscale.ts";
import type { Planes } from "../image/image.ts";
import { quantise8 } from "../image/quantise.ts";
import type { Random } from "../random.ts";
import { camera } from "./camera.ts";
import { chroma } from "./chroma.ts";
import { filmGrain } from "./film-grain.ts";
import { addWhiteNoise } from "./gaussian.ts";
import { reducedNoise, sharpenedNoise } from "./in-camera.ts";
import { jpeg } from "./jpeg.ts";
import { toldMap } from "./local-level.ts";
import type { NoiseModel, NoiseSample } from "./model.ts";
import { poissonGaussian } from "./poisson-gaussian.ts";
import { residual, withResidual } from "./residual.ts";
import { blurNoise, enlarge, enlargedNoise } from "./spatial-correlation.ts";

/** White noise of σ up to 50, faint noise more often than strong. */
const white: NoiseModel = {
  name: "white",
  apply: (clean, random) =>
    addWhiteNoise(clean, (50 / 255) * random.uniform() ** 1.5, random),
};

/** How often each model is the source of the noise, in percent. */
const sources: readonly (readonly [percent: number, model: NoiseModel])[] = [
  [45, camera],
  [15, white],
  [15, poissonGaussian],
  [20, chroma],
  [5, filmGrain],
];

/** A noisy photograph with a noise map that tells the network what is there. */
export function photoSample(clean: Planes, random: Random): NoiseSample {
  const noisy = photoNoise(clean, random);
  return { noisy, map: toldMap(clean, noisy, random) };
}

/**
 * A clean patch as a noisy 8-bit file would hold it. Most photographs are JPEG of quality 60 to 95
 * and half of them with chroma of half the size; some were compressed twice, some made smaller
 * afterwards. 8 % stay clean and 14 % are compressed and nothing else, so that a network tells
 * detail from noise and leaves it.
 */
export function photoNoise(clean: Planes, random: Random): Planes {
  const kind = random.uniform(0, 100);
  if (kind < 8) return nearlyClean(clean, random);
  if (kind < 22) return compressed(clean, random);
  const noisy = processed(clean, drawSource(random), random);
  if (random.chance(0.25)) return quantise8(noisy);
  return random.chance(0.1)
    ? madeSmaller(noisy, random)
    : compressed(noisy, random);
}

/** No noise at all, or such that nobody sees. */
export function nearlyClean(clean: Planes, random: Random): Planes {
  if (random.chance(0.5)) return quantise8(clean);
  const noisy = addWhiteNoise(clean, random.uniform(0, 1 / 255), random);
  if (random.chance(0.6)) return quantise8(noisy);
  return jpeg.apply(noisy, random, { quality: random.integer(95, 100) });
}

function drawSource(random: Random): NoiseModel {
  let left = random.uniform(0, 100);
  for (const [percent, model] of sources) {
    left -= percent;
    if (left < 0) return model;
  }
  return camera;
}

/** The model's noise as it is, or as cameras leave it: reduced, blurred, enlarged, sharpened. */
function processed(clean: Planes, model: NoiseModel, random: Random): Planes {
  const way = random.uniform(0, 100);
  if (way < 15)
    return enlargedNoise(clean, random.uniform(0.5, 0.9), model, random);
  const noisy = model.apply(clean, random);
  if (way < 40) return reducedNoise(noisy, clean, random);
  if (way < 55) return blurNoise(noisy, clean, random.uniform(0.3, 1.2));
  return way < 65 ? sharpenedNoise(noisy, clean, random) : noisy;
}

function compressed(picture: Planes, random: Random): Planes {
  const once = jpeg.apply(picture, random, drawCompression(random));
  return random.chance(0.15)
    ? jpeg.apply(once, random, drawCompression(random))
    : once;
}

function drawCompression(random: Random) {
  const quality = random.chance(0.8)
    ? random.integer(60, 96)
    : random.integer(40, 100);
  const subsampling = random.chance(0.6) ? "4:2:0" : "4:4:4";
  return { quality, subsampling } as const;
}

/**
 * What compression leaves of the picture at a larger size, made smaller: the difference that it
 * makes is added, so that enlarging takes nothing from the picture.
 */
function madeSmaller(picture: Planes, random: Random): Planes {
  const { width, height } = picture;
  const scale = random.uniform(1.2, 1.8);
  const size = {
    width: Math.round(width * scale),
    height: Math.round(height * scale),
  };
  const large = enlarge(picture, size);
  const after = downscale(compressed(large, random), width, height);
  const before = downscale(large, width, height);
  return quantise8(withResidual(picture, residual(after, before)));
}
