/** The table of denoising networks. */
import { unet } from "./unet.ts";

export const networks = {
  /** 53.8 kFLOP per pixel, 0.57 million weights: the default. */
  fast: unet({ name: "fast", widths: [32, 64, 128], blocks: 1 }),
  /** 488 kFLOP per pixel, 9.4 million weights. */
  best: unet({ name: "best", widths: [64, 128, 256, 256], blocks: 2 }),
} as const;

export type NetworkName = keyof typeof networks;
