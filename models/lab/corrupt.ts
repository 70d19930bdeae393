/** How pictures are corrupted for a denoising autoencoder, which is held to the clean ones. */
import type { PictureShape } from "../networks/autoencoders/autoencoder.ts";
import type { Random } from "../random.ts";
import { warp } from "./warp.ts";

/** Changes one picture, C×H×W in 0..1, in place. */
type Corrupting = (
  picture: Float32Array,
  shape: PictureShape,
  amount: number,
  random: Random,
) => void;

interface Kind {
  /** What the amount is: σ in 0..255 units, a share 0..1 of the pixels, or pixels. */
  readonly unit: "sigma" | "share" | "pixels";
  readonly largest: number;
  readonly corrupting: Corrupting;
}

export const corruptions = {
  /** Normal noise. */
  white: { unit: "sigma", largest: 255, corrupting: noise },
  /** Pixels become black or white. */
  salt: {
    ...{ unit: "share", largest: 1 },
    corrupting: pixels((random) => (random.chance(0.5) ? 1 : 0)),
  },
  /** Pixels are taken away (black). */
  mask: { unit: "share", largest: 1, corrupting: pixels(() => 0) },
  /** Moved, turned, stretched and bent: codes become alike of what differs in no more than that. */
  warp: { unit: "pixels", largest: 16, corrupting: warp },
} as const satisfies Readonly<Record<string, Kind>>;

export const CORRUPTIONS = Object.keys(
  corruptions,
) as (keyof typeof corruptions)[];

export interface Corruption {
  readonly kind: keyof typeof corruptions;
  readonly amount: number;
}

/** One picture, C×H×W in 0..1, corrupted in place. */
export function corrupt(
  picture: Float32Array,
  shape: PictureShape,
  { kind, amount }: Corruption,
  random: Random,
): void {
  corruptions[kind].corrupting(picture, shape, amount, random);
}

function noise(...[picture, , amount, random]: Parameters<Corrupting>): void {
  for (let i = 0; i < picture.length; i++)
    picture[i] = picture[i]! + (amount / 255) * random.normal();
}

/** All channels of a share of the pixels become one value. */
function pixels(value: (random: Random) => number): Corrupting {
  return (picture, [, height, width], amount, random) => {
    const plane = height * width;
    for (let i = 0; i < plane; i++) {
      if (!random.chance(amount)) continue;
      const one = value(random);
      for (let at = i; at < picture.length; at += plane) picture[at] = one;
    }
  };
}
