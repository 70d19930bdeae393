/** The table of noise mixes that a network can be trained with. */

import { awgnNoise } from "./awgn-mix.ts";
import type { NoiseMix } from "./model.ts";
import { photoSample } from "./photo-mix.ts";
import { type NoiseProfile, profileMix } from "./profile.ts";

export const noiseMixes = {
  awgn: awgnNoise,
  photo: photoSample,
} as const satisfies Readonly<Record<string, NoiseMix>>;

/** `own` is the noise of the user's own photographs. */
export type TrainingNoise = keyof typeof noiseMixes | "own";

/** The mix that a recipe asks for. */
export function mixOf({
  noise,
  profile = [],
}: {
  readonly noise: TrainingNoise;
  readonly profile?: NoiseProfile;
}): NoiseMix {
  return noise === "own" ? profileMix(profile) : noiseMixes[noise];
}
