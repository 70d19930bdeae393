/** Lets what a network does fade to nothing as the noise level does: where there is nothing to remove, nothing changes. */
import type { TileNetwork } from "./denoise.ts";

/**
 * From this σ on, in 0..1 units, a network's result is taken as it is. Below 2 of 255 the shipped
 * networks take more from a clean picture than they take of its noise (docs/benchmarks.md).
 */
export const FULL = 2 / 255;

/** How much of a network's change is made at a noise level: 0 at none, 1 from `FULL` on, smooth in between. */
export function shareAt(sigma: number): number {
  const t = Math.min(1, Math.max(0, sigma / FULL));
  return t * t * (3 - 2 * t);
}

/**
 * The network with the result image + share · (result − image), by the noise map's level at each
 * place: networks learn to remove noise, and leave no picture quite as it is. Where the level is 0
 * the image comes back bit for bit, and a window without any noise is not computed at all.
 */
export function faded(network: TileNetwork): TileNetwork {
  return {
    ...network,
    async run(image, sigma, height, width) {
      if (sigma.every((level) => level === 0)) return image;
      if (sigma.every((level) => level >= FULL))
        return network.run(image, sigma, height, width);
      // The network may keep what it is given.
      const noisy = image.slice();
      const shares = sigma.map(shareAt);
      const result = await network.run(image, sigma, height, width);
      return mixed(noisy, result, shares, width);
    },
  };
}

/** Writes into `denoised`, which like `noisy` is 3×H×W; `shares` has a value for each 2×2 pixels. */
function mixed(
  noisy: Float32Array,
  denoised: Float32Array,
  shares: Float32Array,
  width: number,
): Float32Array {
  const across = width / 2;
  const down = shares.length / across;
  for (let row = 0, i = 0; row < noisy.length / width; row++) {
    const line = ((row >> 1) % down) * across;
    for (let x = 0; x < width; x++, i++) {
      const share = shares[line + (x >> 1)]!;
      if (share === 1) continue;
      // What is no number, times zero, would still be none.
      if (share === 0) denoised[i] = noisy[i]!;
      else denoised[i] = noisy[i]! + share * (denoised[i]! - noisy[i]!);
    }
  }
  return denoised;
}
