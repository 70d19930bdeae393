/** White Gaussian noise, of one strength or of a strength that varies. */

import { invariant } from "../errors.ts";
import type { Planes } from "../image/image.ts";
import { planesLike } from "../image/image.ts";
import type { Random } from "../random.ts";

/**
 * Adds independent normal noise of standard deviation σ (0..1 units) to every
 * sample. The result is neither clipped nor rounded, as the published
 * white-noise benchmarks have it.
 */
export function addWhiteNoise(
  clean: Planes,
  sigma: number,
  random: Random,
): Planes {
  const noisy = planesLike(clean);
  const { data } = noisy;
  random.fillNormal(data);
  for (let i = 0; i < data.length; i++) {
    data[i] = clean.data[i]! + sigma * data[i]!;
  }
  return noisy;
}

/**
 * The same with σ given for each pixel (`map`: one plane of the image's size,
 * used for all channels) or for each sample (as large as the image's data).
 */
export function addMappedNoise(
  clean: Planes,
  map: Float32Array,
  random: Random,
): Planes {
  const pixels = clean.width * clean.height;
  invariant(
    map.length === pixels || map.length === clean.data.length,
    "a noise map has one value for each pixel or for each sample",
  );
  const noisy = planesLike(clean);
  const { data } = noisy;
  random.fillNormal(data);
  for (let i = 0, m = 0; i < data.length; i++, m++) {
    if (m === map.length) m = 0;
    data[i] = clean.data[i]! + map[m]! * data[i]!;
  }
  return noisy;
}
