/** Prepares a network for the noise that an image is taken to have. */
import { fromOpponent, toOpponent } from "../image/colour.ts";
import { type Planes, plane, type Rect } from "../image/image.ts";
import type { ImageSource } from "../image/regions.ts";
import type { NoiseEstimate } from "../noise/estimate.ts";
import { constantMap } from "../noise/sigma-map.ts";
import type { TileNetwork } from "./denoise.ts";
import type { NoiseSetting } from "./noise-setting.ts";
import { sigmaOfWindows } from "./sigma.ts";

export interface AssumedNoise {
  readonly network: TileNetwork;
  /** For `TileJob`. */
  readonly sigma: (window: Rect) => Float32Array;
  /** What was measured, or the level in red, green and blue that was given. */
  readonly noise: NoiseEstimate | Pick<NoiseEstimate, "sigma">;
}

/** `measure` is called only where the setting is `auto`. */
export function assumeNoise(
  image: ImageSource,
  network: TileNetwork,
  setting: NoiseSetting,
  measure: () => NoiseEstimate,
): AssumedNoise {
  if (setting === "auto") {
    const noise = measure();
    return { network, sigma: sigmaOfWindows(image, noise, network), noise };
  }
  if (typeof setting === "number")
    return {
      network,
      sigma: sigmaOfWindows(image, setting, network),
      noise: { sigma: [setting, setting, setting] },
    };
  const { luma, chroma } = setting;
  // In an orthonormal space a third of each channel's variance is luma, the rest chroma.
  const level = Math.sqrt((luma ** 2 + 2 * chroma ** 2) / 3);
  return {
    network:
      luma === chroma ? network : separately(network, luma / 255, chroma / 255),
    sigma: sigmaOfWindows(image, luma, network),
    noise: { sigma: [level, level, level] },
  };
}

/**
 * A network run twice, told either level (σ in 0..1): the luma of its first result with the chroma
 * of its second one.
 */
function separately(
  network: TileNetwork,
  luma: number,
  chroma: number,
): TileNetwork {
  return {
    ...network,
    async run(image, _sigma, height, width) {
      const at = (data: Float32Array, sigma: number) =>
        network.run(data, constantMap({ width, height }, sigma), height, width);
      const planes = (data: Float32Array): Planes =>
        toOpponent({ width, height, channels: 3, data });
      const bright = planes(await at(image.slice(), luma));
      const result = planes(await at(image, chroma));
      plane(result, 0).set(plane(bright, 0));
      return fromOpponent(result).data;
    },
  };
}
