/** Prepares a network for the noise that an image is taken to have. */
import { fromOpponent, toOpponent } from "../image/colour.ts";
import { type Planes, plane, type Rect } from "../image/image.ts";
import type { ImageSource } from "../image/regions.ts";
import type { NoiseEstimate } from "../noise/estimate.ts";
import type { TileNetwork } from "./denoise.ts";
import { apart, isMeasured, type NoiseSetting } from "./noise-setting.ts";
import { sigmaOfWindows } from "./sigma.ts";

export interface AssumedNoise {
  readonly network: TileNetwork;
  /** For `TileJob`. Where luminance and colour are apart, that of the one with the stronger noise. */
  readonly sigma: (window: Rect) => Float32Array;
  /** What was measured, whatever the amount, or the level in red, green and blue that was given. */
  readonly noise: NoiseEstimate | Pick<NoiseEstimate, "sigma">;
}

/** `measure` is called only where the setting needs it. */
export function assumeNoise(
  image: ImageSource,
  network: TileNetwork,
  setting: NoiseSetting,
  measure: () => NoiseEstimate,
): AssumedNoise {
  const { luma, chroma } = apart(setting);
  const most = Math.max(luma, chroma);
  const told =
    luma === chroma ? network : separately(network, luma / most, chroma / most);
  if (isMeasured(setting)) {
    const noise = measure();
    const sigma = times(sigmaOfWindows(image, noise, network), most);
    return { network: told, sigma, noise };
  }
  // In an orthonormal space a third of each channel's variance is luma, the rest chroma.
  const level =
    luma === chroma ? luma : Math.sqrt((luma ** 2 + 2 * chroma ** 2) / 3);
  return {
    network: told,
    sigma: sigmaOfWindows(image, most, network),
    noise: { sigma: [level, level, level] },
  };
}

type SigmaOfWindows = AssumedNoise["sigma"];

/** The maps of all windows, multiplied. */
function times(sigma: SigmaOfWindows, factor: number): SigmaOfWindows {
  if (factor === 1) return sigma;
  return (window) => sigma(window).map((level) => factor * level);
}

/**
 * A network run twice, told either share (0..1) of the noise level: the luma of its first result
 * with the chroma of its second one.
 */
function separately(
  network: TileNetwork,
  luma: number,
  chroma: number,
): TileNetwork {
  return {
    ...network,
    async run(image, sigma, height, width) {
      const at = (data: Float32Array, share: number) =>
        // Both images and maps may be handed to another thread.
        network.run(
          data,
          sigma.map((level) => share * level),
          height,
          width,
        );
      const planes = (data: Float32Array): Planes =>
        toOpponent({ width, height, channels: 3, data });
      const bright = planes(await at(image.slice(), luma));
      const result = planes(await at(image, chroma));
      plane(result, 0).set(plane(bright, 0));
      return fromOpponent(result).data;
    },
  };
}
