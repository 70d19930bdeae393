/** The sliders' mathematics: how noisy and denoised pixels are mixed. Preview and export call these functions. */
import { boxMean } from "../image/filter.ts";
import { type Planes, planesLike } from "../image/image.ts";
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

/**
 * What the sliders come to, as blending is linear. With removed = noisy − denoised, of which the
 * mean of the three channels is its luminance and the rest its colour, each channel becomes
 *
 *   noisy − luma · mean(removed) − chroma · (removed − mean(removed)) + texture · textureOf(…)
 */
export interface Mix {
  readonly luma: number;
  readonly chroma: number;
  readonly texture: number;
}

export function mixOf(settings: BlendSettings): Mix {
  const strength = settings.strength / 100;
  const luma = strength * (settings.luma / 100);
  const chroma = strength * (settings.chroma / 100);
  return { luma, chroma, texture: luma * (settings.detail / 100) };
}

/** Bands of 1, 2 and 4 pixels: coarser texture survives the network. */
const BANDS = 3;
/** Half the side of the square over which the energy of a band is judged. */
const NEIGHBOURHOOD = 4;

/** Pixels around a region that `textureOf` needs for an exact result. */
export const TEXTURE_HALO = bandReach(BANDS) + NEIGHBOURHOOD;

/** Pixels around a region that `blend` needs for an exact result; 0 where each pixel stands alone. */
export function blendHalo(settings: BlendSettings): number {
  return mixOf(settings).texture > 0 ? TEXTURE_HALO : 0;
}

/** Whether the denoised pixels are the result, as they are. */
export function takesAll(settings: BlendSettings): boolean {
  const { luma, chroma, texture } = mixOf(settings);
  return luma === 1 && chroma === 1 && texture === 0;
}

/**
 * Mixes planes of three channels and one size as `Mix` says. Strength 0 gives the noisy samples,
 * 100/100/100/0 the denoised ones, bit for bit.
 */
export function blend(
  noisy: Planes,
  denoised: Planes,
  settings: BlendSettings,
): Planes {
  const { luma, chroma, texture } = mixOf(settings);
  if (luma === 0 && chroma === 0) return { ...noisy, data: noisy.data.slice() };
  if (takesAll(settings)) return { ...denoised, data: denoised.data.slice() };

  const returned = texture > 0 ? textureOf(noisy, denoised) : undefined;
  const result = planesLike(noisy);
  const { data } = result;
  const [from, to] = [noisy.data, denoised.data];
  const size = noisy.width * noisy.height;
  for (let r = 0, g = size, b = 2 * size; r < size; r++, g++, b++) {
    const red = from[r]! - to[r]!;
    const green = from[g]! - to[g]!;
    const blue = from[b]! - to[b]!;
    const grey = ((luma - chroma) * (red + green + blue)) / 3;
    const common = (returned ? texture * returned[r]! : 0) - grey;
    data[r] = from[r]! - chroma * red + common;
    data[g] = from[g]! - chroma * green + common;
    data[b] = from[b]! - chroma * blue + common;
  }
  return result;
}

/**
 * The part of the removed luminance that looks like texture, one plane of what each channel would
 * get back. In each band the removed coefficients are weighted by S / (S + R), the energy of the
 * denoised image's own band over the sum of both (Wiener's rule with the denoised image as the
 * signal): where there is structure they come back, and what noise comes with them is masked by
 * it; smooth areas stay smooth.
 */
export function textureOf(noisy: Planes, denoised: Planes): Float32Array {
  const { width } = denoised;
  const signal = luminance(denoised);
  const removed = luminance(noisy);
  for (let i = 0; i < removed.length; i++) removed[i]! -= signal[i]!;
  const ofSignal = undecimatedBands(signal, width, BANDS).bands;
  const ofRemoved = undecimatedBands(removed, width, BANDS).bands;
  const returned = new Float32Array(removed.length);
  ofRemoved.forEach((band, level) => {
    const kept = energy(ofSignal[level]!, width);
    const lost = energy(band, width);
    for (let i = 0; i < band.length; i++) {
      const sum = kept[i]! + lost[i]!;
      if (sum > 0) returned[i]! += (kept[i]! / sum) * band[i]!;
    }
  });
  return returned;
}

/** The mean of the three channels. */
function luminance(planes: Planes): Float32Array {
  const { data } = planes;
  const size = planes.width * planes.height;
  const mean = new Float32Array(size);
  for (let i = 0; i < size; i++)
    mean[i] = (data[i]! + data[size + i]! + data[2 * size + i]!) / 3;
  return mean;
}

function energy(band: Float32Array, width: number): Float32Array {
  const squares = new Float32Array(band.length);
  for (let i = 0; i < band.length; i++) squares[i] = band[i]! * band[i]!;
  return boxMean(squares, width, NEIGHBOURHOOD);
}
