/** The sliders' mathematics: how noisy and denoised pixels are mixed. Preview and export call this one function. */
import { fromOpponent, toOpponent } from "../image/colour.ts";
import { boxMean } from "../image/filter.ts";
import { type Planes, plane, planesLike } from "../image/image.ts";
import { bandReach, undecimatedBands } from "../image/wavelet.ts";

/** Each 0..100. */
export interface BlendSettings {
  /** How much of what the network found is removed. */
  readonly strength: number;
  /** The same for luminance alone, and for colour alone. */
  readonly luma: number;
  readonly chroma: number;
  /** How much of the fine luminance texture that went with the noise comes back. */
  readonly detail: number;
}

/** Bands of 1, 2 and 4 pixels: coarser texture survives the network. */
const LEVELS = 3;
/** Half the side of the square over which the energy of a band is judged. */
const NEIGHBOURHOOD = 4;

/** Pixels around a region that `blend` needs for an exact result; 0 where each pixel stands alone. */
export function blendHalo({ strength, luma, detail }: BlendSettings): number {
  return strength && luma && detail ? bandReach(LEVELS) + NEIGHBOURHOOD : 0;
}

/**
 * noisy − strength · (luma · removed luminance + chroma · removed colour − returned detail), where
 * removed = noisy − denoised. All planes have three channels and one size. Strength 0 gives the
 * noisy samples, 100/100/100/0 the denoised ones, bit for bit.
 */
export function blend(
  noisy: Planes,
  denoised: Planes,
  settings: BlendSettings,
): Planes {
  const [strength, luma, chroma, detail] = [
    settings.strength / 100,
    settings.luma / 100,
    settings.chroma / 100,
    settings.detail / 100,
  ];
  if (strength === 0 || (luma === 0 && chroma === 0))
    return { ...noisy, data: noisy.data.slice() };
  if (strength === 1 && luma === 1 && chroma === 1 && detail === 0)
    return { ...denoised, data: denoised.data.slice() };

  const removed = planesLike(noisy);
  for (let i = 0; i < removed.data.length; i++)
    removed.data[i] = noisy.data[i]! - denoised.data[i]!;
  const opponent = toOpponent(removed);
  const [y, u, v] = [0, 1, 2].map((c) => plane(opponent, c)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const returned = detail > 0 ? texture(y, denoised) : undefined;
  for (let i = 0; i < y.length; i++) {
    const kept = returned ? detail * returned[i]! : 0;
    y[i] = strength * luma * (y[i]! - kept);
    u[i] = strength * chroma * u[i]!;
    v[i] = strength * chroma * v[i]!;
  }
  const result = fromOpponent(opponent);
  for (let i = 0; i < result.data.length; i++)
    result.data[i] = noisy.data[i]! - result.data[i]!;
  return result;
}

/**
 * The part of the removed luminance that looks like texture. In each band the removed coefficients
 * are weighted by S / (S + R), the energy of the denoised image's own band over the sum of both
 * (Wiener's rule with the denoised image as the signal): where there is structure they come back,
 * and what noise comes with them is masked by it; smooth areas stay smooth.
 */
function texture(removed: Float32Array, denoised: Planes): Float32Array {
  const { width } = denoised;
  const luma = plane(toOpponent(denoised), 0);
  const signal = undecimatedBands(luma, width, LEVELS).bands;
  const residue = undecimatedBands(removed, width, LEVELS).bands;
  const returned = new Float32Array(removed.length);
  residue.forEach((band, level) => {
    const ofSignal = energy(signal[level]!, width);
    const ofBand = energy(band, width);
    for (let i = 0; i < band.length; i++) {
      const sum = ofSignal[i]! + ofBand[i]!;
      if (sum > 0) returned[i]! += (ofSignal[i]! / sum) * band[i]!;
    }
  });
  return returned;
}

function energy(band: Float32Array, width: number): Float32Array {
  return boxMean(
    band.map((value) => value * value),
    width,
    NEIGHBOURHOOD,
  );
}
