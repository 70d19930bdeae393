/** The noise model "camera": sensor noise as it looks after the camera's own processing. */

import type { Planes } from "../image/image.ts";
import { plane, planesLike } from "../image/image.ts";
import type { Random } from "../random.ts";
import type { Matrix3 } from "./colour-matrix.ts";
import { afterGains, drawCameraMatrix, invert } from "./colour-matrix.ts";
import type { BayerPhase, Demosaic } from "./demosaic.ts";
import { bayerChannel, demosaic } from "./demosaic.ts";
import type { NoiseModel } from "./model.ts";
import type { ToneCurve } from "./tone-curve.ts";
import { lookUp, toneCurve } from "./tone-curve.ts";

export interface CameraOptions {
  /** Variance of the shot noise per unit of signal: 1 / photons at white. */
  readonly shot: number;
  /** Variance of the read noise, in squared units of white. */
  readonly read: number;
  readonly method: Demosaic;
  /** Strength of the contrast curve, 0..1. */
  readonly contrast: number;
  /** White balance: gain of red and of blue relative to green. */
  readonly redGain: number;
  readonly blueGain: number;
  /** From the sensor's colours to those of sRGB, before white balance. */
  readonly matrix: Matrix3;
  /** Which site of the mosaic the image begins at. */
  readonly phase: BayerPhase;
}

/**
 * Brooks et al., "Unprocessing Images for Learned Raw Denoising", 2019: the
 * image is taken back to the sensor (tone curve, gamma, colour matrix, white
 * balance, Bayer mosaic), gets Poisson and Gaussian noise there, and comes
 * forward again. What the noise changed is added to the untouched
 * original, so that no interpolation error of the clean image gets in (Guo et
 * al., CBDNet, 2019).
 *
 * Every step from sensor to tone curve is linear. So only the noise itself
 * travels through demosaicing, gains and matrix, and the tone curve turns
 * "light + noise" back into file values.
 */
export const camera: NoiseModel<CameraOptions> = {
  name: "camera",
  apply(clean, random, options = {}) {
    const settings = { ...drawCamera(random), ...options };
    const { matrix, redGain, blueGain, phase } = settings;
    const toSrgb = afterGains(matrix, redGain, 1, blueGain);
    const tone = toneCurve(settings.contrast);
    const light = planesLike(
      clean,
      clean.data.map((x) => lookUp(tone.toLinear, x)),
    );
    const mosaic = sensorNoise(light, invert(toSrgb), phase, settings, random);
    const noise = demosaic(mosaic, clean.width, phase, settings.method);
    return developed(clean, light, noise, toSrgb, tone);
  },
};

export function drawCamera(random: Random): CameraOptions {
  const logShot = random.uniform(Math.log(4e-5), Math.log(0.02));
  const logRead = 2.18 * logShot + 1.2 + 0.26 * random.normal();
  return {
    shot: Math.exp(logShot),
    read: Math.exp(logRead),
    method: random.chance(0.3) ? "bilinear" : "malvar",
    contrast: random.uniform(),
    redGain: random.uniform(1.3, 2.4),
    blueGain: random.uniform(1.3, 2.4),
    matrix: drawCameraMatrix(random),
    phase: drawPhase(random),
  };
}

function drawPhase(random: Random): BayerPhase {
  return { x: random.chance(0.5) ? 1 : 0, y: random.chance(0.5) ? 1 : 0 };
}

/** The noise at each site of the mosaic, in units of the sensor's white. */
function sensorNoise(
  light: Planes,
  toSensor: Matrix3,
  phase: BayerPhase,
  { shot, read }: CameraOptions,
  random: Random,
): Float32Array {
  const { width, height } = light;
  const [red, green, blue] = [0, 1, 2].map((c) => plane(light, c)) as Triple;
  const noise = new Float32Array(width * height);
  random.fillNormal(noise);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const row = 3 * bayerChannel(x, y, phase);
      const signal =
        toSensor[row]! * red[i]! +
        toSensor[row + 1]! * green[i]! +
        toSensor[row + 2]! * blue[i]!;
      const photons = Math.max(0, signal) / shot;
      // Counting matters where there is little to count.
      noise[i] =
        photons < FEW_PHOTONS
          ? Math.sqrt(read) * noise[i]! +
            (random.poisson(photons) - photons) * shot
          : Math.sqrt(photons * shot * shot + read) * noise[i]!;
    }
  }
  return noise;
}

/** From here on the normal distribution is as good as Poisson's. */
const FEW_PHOTONS = 16;

/**
 * What the noise changes in the file's values, added to the clean image: half the difference that
 * it makes with one sign and with the other. The tone curve is concave, so noise with one sign
 * alone would darken on average; a network that learns from it brightens every picture, while
 * people expect the brightness of the noisy one.
 */
function developed(
  clean: Planes,
  light: Planes,
  noise: Planes,
  m: Matrix3,
  { toFile }: ToneCurve,
): Planes {
  const noisy = planesLike(clean);
  const [nr, ng, nb] = [0, 1, 2].map((c) => plane(noise, c)) as Triple;
  for (let c = 0; c < 3; c++) {
    const [fromRed, fromGreen, fromBlue] = m.slice(3 * c, 3 * c + 3) as [
      number,
      number,
      number,
    ];
    const before = plane(clean, c);
    const linear = plane(light, c);
    const after = plane(noisy, c);
    for (let i = 0; i < after.length; i++) {
      const added = fromRed * nr[i]! + fromGreen * ng[i]! + fromBlue * nb[i]!;
      const light = linear[i]!;
      const brighter = lookUp(toFile, light + added);
      const darker = lookUp(toFile, light - added);
      after[i] = before[i]! + (brighter - darker) / 2;
    }
  }
  return noisy;
}

type Triple = [Float32Array, Float32Array, Float32Array];
