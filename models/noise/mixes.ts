/** The table of noise mixes that a network can be trained with. */

import { awgnNoise } from "./awgn-mix.ts";
import type { NoiseMix } from "./model.ts";
import { photoSample } from "./photo-mix.ts";

export const noiseMixes = {
  awgn: awgnNoise,
  photo: photoSample,
} as const satisfies Readonly<Record<string, NoiseMix>>;

export type NoiseMixName = keyof typeof noiseMixes;
