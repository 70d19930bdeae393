/** The table of all noise models. */

import { camera } from "./camera.ts";
import { chroma } from "./chroma.ts";
import { filmGrain } from "./film-grain.ts";
import { jpeg } from "./jpeg.ts";
import type { NoiseModel } from "./model.ts";
import { poissonGaussian } from "./poisson-gaussian.ts";
import { correlated } from "./spatial-correlation.ts";
import { white } from "./white.ts";

export const noiseModels = {
  white,
  "poisson-gaussian": poissonGaussian,
  camera,
  chroma,
  "film-grain": filmGrain,
  correlated,
  jpeg,
} as const satisfies Readonly<Record<string, NoiseModel>>;

export type NoiseModelName = keyof typeof noiseModels;
