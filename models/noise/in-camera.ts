/** What cameras and programs do to noise before a file is written: their own denoising, and sharpening. */
import { boxMean, gaussianBlur } from "../image/filter.ts";
import type { Planes } from "../image/image.ts";
import { plane, planesLike } from "../image/image.ts";
import { fromOpponent, toOpponent } from "../image/colour.ts";
import type { Random } from "../random.ts";
import { residual, rootMeanSquare, withResidual } from "./residual.ts";

/**
 * The residue that a camera's own denoiser leaves: most of the fine noise is gone where the picture
 * is plain and less of it beside detail, and what is left is smooth, in colour more so than in
 * brightness. Only the noise is touched: what such a denoiser takes of the picture cannot be
 * given back.
 */
export function reducedNoise(
  noisy: Planes,
  clean: Planes,
  random: Random,
): Planes {
  const { width } = clean;
  const noise = toOpponent(planesLike(clean, residual(noisy, clean)));
  const plain = plainness(clean, rootMeanSquare(noise.data));
  const luma = {
    blur: random.uniform(0.6, 2),
    share: random.uniform(0.3, 0.9),
  };
  const chroma = {
    blur: random.uniform(1.5, 6),
    share: random.uniform(0.6, 1),
  };
  for (let c = 0; c < 3; c++) {
    const { blur, share } = c === 0 ? luma : chroma;
    const data = plane(noise, c);
    const smooth = gaussianBlur(data, width, blur);
    for (let i = 0; i < data.length; i++)
      data[i] = data[i]! + share * plain[i]! * (smooth[i]! - data[i]!);
  }
  return withResidual(clean, fromOpponent(noise).data);
}

/** 1 where the picture varies by less than the noise (0..1 units) around a pixel, towards 0 where by more. */
function plainness(
  { width, height, data }: Planes,
  sigma: number,
): Float32Array {
  const size = width * height;
  const grey = new Float32Array(size);
  for (let i = 0; i < size; i++)
    grey[i] = (data[i]! + data[size + i]! + data[2 * size + i]!) / 3;
  const mean = boxMean(grey, width, 2);
  const squares = boxMean(
    grey.map((value) => value * value),
    width,
    2,
  );
  const noise = sigma * sigma + 1e-6;
  return squares.map((square, i) => {
    const variance = Math.max(0, square - mean[i]! * mean[i]!);
    return noise / (noise + variance);
  });
}

/** Unsharp masking of the noise: what differs from its surroundings differs more. */
export function sharpenedNoise(
  noisy: Planes,
  clean: Planes,
  random: Random,
): Planes {
  const noise = planesLike(clean, residual(noisy, clean));
  const [radius, amount] = [random.uniform(0.5, 1.5), random.uniform(0.3, 1.5)];
  for (let c = 0; c < 3; c++) {
    const data = plane(noise, c);
    const smooth = gaussianBlur(data, clean.width, radius);
    for (let i = 0; i < data.length; i++)
      data[i] = data[i]! + amount * (data[i]! - smooth[i]!);
  }
  return withResidual(clean, noise.data);
}
