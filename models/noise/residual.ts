/** Arithmetic on noise by itself: the difference of two images and its strength. */

import { invariant } from "../errors.ts";
import type { Planes } from "../image/image.ts";
import { planesLike } from "../image/image.ts";

/** noisy − clean. */
export function residual(noisy: Planes, clean: Planes): Float32Array {
  invariant(noisy.data.length === clean.data.length, "images must match");
  const [from, take] = [noisy.data, clean.data];
  const noise = new Float32Array(from.length);
  for (let i = 0; i < noise.length; i++) noise[i] = from[i]! - take[i]!;
  return noise;
}

/** clean + noise, as new planes. */
export function withResidual(clean: Planes, noise: Float32Array): Planes {
  const { data } = clean;
  const noisy = planesLike(clean);
  for (let i = 0; i < data.length; i++) noisy.data[i] = data[i]! + noise[i]!;
  return noisy;
}

/** The root of the mean square, which is σ for noise of mean zero. */
export function rootMeanSquare(noise: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < noise.length; i++) sum += noise[i]! * noise[i]!;
  return Math.sqrt(sum / noise.length);
}

/** Scales noise in place so that its root mean square is `sigma`. */
export function rescaleTo(noise: Float32Array, sigma: number): void {
  const current = rootMeanSquare(noise);
  const factor = current > 0 ? sigma / current : 0;
  for (let i = 0; i < noise.length; i++) noise[i] = noise[i]! * factor;
}
