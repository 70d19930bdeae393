/** How pictures are corrupted for a denoising autoencoder, which is held to the clean ones. */
import type { Random } from "../random.ts";

/**
 * `white`: normal noise of σ `amount` in 0..255 units. `salt`: a share `amount` of the pixels becomes
 * black or white. `mask`: a share of the pixels is taken away (black).
 */
export const CORRUPTIONS = ["white", "salt", "mask"] as const;
export interface Corruption {
  readonly kind: (typeof CORRUPTIONS)[number];
  readonly amount: number;
}

/** The largest amounts. */
export const LARGEST = { white: 255, salt: 1, mask: 1 } as const;

/** One picture's planes of `pixels` samples in 0..1, corrupted in place: all channels of a pixel alike, save by `white`. */
export function corrupt(
  picture: Float32Array,
  pixels: number,
  { kind, amount }: Corruption,
  random: Random,
): void {
  if (kind === "white") {
    for (let i = 0; i < picture.length; i++)
      picture[i] = picture[i]! + (amount / 255) * random.normal();
    return;
  }
  for (let i = 0; i < pixels; i++) {
    if (!random.chance(amount)) continue;
    const value = kind === "salt" && random.chance(0.5) ? 1 : 0;
    for (let at = i; at < picture.length; at += pixels) picture[at] = value;
  }
}
