/** The denoised image as planes rounded to 8 bits, for measuring. */
import {
  type Image,
  type Planes,
  emptyPlanes,
} from "../../../models/image/image.ts";
import {
  type DenoiseJob,
  denoise,
  type TileNetwork,
} from "../../../models/inference/denoise.ts";
import { sigmaOfWindows } from "../../../models/inference/sigma.ts";
import type { NoiseEstimate } from "../../../models/noise/estimate.ts";

export interface WholeJob extends Pick<DenoiseJob, "signal" | "onProgress"> {
  readonly image: Image;
  /** A level in 0..255 units, or what was measured. */
  readonly noise: number | NoiseEstimate;
  readonly denoiser: TileNetwork;
}

/** Rejects as `denoise` does. */
export async function denoiseWhole({
  image,
  noise,
  denoiser,
  ...rest
}: WholeJob): Promise<Planes> {
  const result = emptyPlanes(image.width, image.height, 3);
  await denoise({
    ...rest,
    image,
    network: denoiser,
    sigma: sigmaOfWindows(image, noise, denoiser),
    onTile({ core, denoised, offset }) {
      for (let row = 0; row < 3 * core.height; row++) {
        const channel = Math.floor(row / core.height);
        const y = row % core.height;
        const to = (channel * image.height + core.y + y) * image.width + core.x;
        const from =
          (channel * denoised.height + offset.y + y) * denoised.width +
          offset.x;
        for (let i = 0; i < core.width; i++) {
          const value = denoised.data[from + i] ?? NaN;
          result.data[to + i] =
            Math.min(255, Math.max(0, Math.round(255 * value))) / 255;
        }
      }
    },
  });
  return result;
}
