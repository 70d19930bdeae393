/** Measures of the likeness of two images: PSNR and SSIM. */

import { invariant } from "../errors.ts";
import type { Planes } from "./image.ts";
import { plane } from "./image.ts";

/**
 * Peak signal-to-noise ratio in dB for a peak of 1, over all samples of all
 * channels together, without a cropped border. Infinite for equal images.
 */
export function psnr(image: Planes, reference: Planes): number {
  assertSameShape(image, reference);
  let sum = 0;
  for (let i = 0; i < image.data.length; i++) {
    const error = image.data[i]! - reference.data[i]!;
    sum += error * error;
  }
  return -10 * Math.log10(sum / image.data.length);
}

/**
 * Structural similarity (Wang, Bovik, Sheikh and Simoncelli, 2004): a Gaussian
 * window of 11×11 with σ 1.5, K₁ = 0.01 and K₂ = 0.03, population variances,
 * only where the window fits, the mean over positions and channels. Smaller
 * images get the largest odd window that fits.
 */
export function ssim(image: Planes, reference: Planes): number {
  assertSameShape(image, reference);
  const { width, height, channels } = image;
  const window = gaussianWindow(Math.min(11, oddUpTo(width), oddUpTo(height)));
  let sum = 0;
  for (let c = 0; c < channels; c++) {
    const a = plane(image, c);
    const b = plane(reference, c);
    sum += channelSsim(a, b, width, window);
  }
  return sum / channels;
}

const C1 = 0.01 ** 2;
const C2 = 0.03 ** 2;

function channelSsim(
  a: Float32Array,
  b: Float32Array,
  width: number,
  window: Float64Array,
): number {
  const mean = (of: Float64Array) => filterValid(of, width, window);
  const muA = mean(Float64Array.from(a));
  const muB = mean(Float64Array.from(b));
  const meanAA = mean(product(a, a));
  const meanBB = mean(product(b, b));
  const meanAB = mean(product(a, b));
  let sum = 0;
  for (let i = 0; i < muA.length; i++) {
    const ab = muA[i]! * muB[i]!;
    const aa = muA[i]! ** 2;
    const bb = muB[i]! ** 2;
    const covariance = meanAB[i]! - ab;
    const variances = meanAA[i]! - aa + meanBB[i]! - bb;
    sum +=
      ((2 * ab + C1) * (2 * covariance + C2)) /
      ((aa + bb + C1) * (variances + C2));
  }
  return sum / muA.length;
}

function product(a: Float32Array, b: Float32Array): Float64Array {
  return Float64Array.from(a, (value, i) => value * b[i]!);
}

/** Filters rows and columns; the result is smaller by the window less one. */
function filterValid(
  data: Float64Array,
  width: number,
  window: Float64Array,
): Float64Array {
  const height = data.length / width;
  const outWidth = width - window.length + 1;
  const outHeight = height - window.length + 1;
  const rows = new Float64Array(outWidth * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < outWidth; x++, i++) {
      let sum = 0;
      for (let t = 0; t < window.length; t++) {
        sum += window[t]! * data[y * width + x + t]!;
      }
      rows[i] = sum;
    }
  }
  const out = new Float64Array(outWidth * outHeight);
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let t = 0; t < window.length; t++) {
      sum += window[t]! * rows[i + t * outWidth]!;
    }
    out[i] = sum;
  }
  return out;
}

function gaussianWindow(size: number): Float64Array {
  const centre = (size - 1) / 2;
  const window = Float64Array.from({ length: size }, (_, i) =>
    Math.exp(-((i - centre) ** 2) / (2 * 1.5 ** 2)),
  );
  const sum = window.reduce((total, weight) => total + weight, 0);
  return window.map((weight) => weight / sum);
}

function oddUpTo(size: number): number {
  return size % 2 === 1 ? size : size - 1;
}

function assertSameShape(a: Planes, b: Planes): void {
  invariant(
    a.width === b.width && a.height === b.height && a.channels === b.channels,
    "images that are compared must have the same shape",
  );
}
