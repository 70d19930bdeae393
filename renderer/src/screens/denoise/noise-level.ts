/** The noise setting as its sliders show and change it: amounts in per cent of what was measured, levels as σ. */
import {
  AMOUNT_LIMIT,
  apart,
  isApart,
  isMeasured,
  LEVEL_LIMIT,
  type LumaChroma,
  type NoiseSetting,
  toPerCent,
} from "../../../../models/inference/noise-setting.ts";
import type { NoiseReport } from "../../../../electron/contract/values.ts";
import { halvedScale } from "../../components/slider-scale.ts";

/** One figure for the three channels: the root of their mean variance, in 0..255 units. */
export function overallSigma({ sigma }: Pick<NoiseReport, "sigma">): number {
  const [red, green, blue] = sigma;
  return Math.sqrt((red * red + green * green + blue * blue) / 3);
}

/** Of levels: half of the length is for those of cameras. */
export const LEVEL_SCALE = halvedScale({
  middle: 15,
  max: LEVEL_LIMIT,
  fine: 0.5,
  coarse: 1,
});

/** What one slider is about. */
export type Part = "both" | "luma" | "chroma";

export function partsOf(setting: NoiseSetting): readonly Part[] {
  return isApart(setting) ? ["luma", "chroma"] : ["both"];
}

/** The level measured, σ in 0..255; undefined while it is not known. */
type Measured = number | undefined;

/** In per cent of what was measured; undefined where that says nothing of the level. */
export function amountOf(
  setting: NoiseSetting,
  part: Part,
  measured: Measured,
): number | undefined {
  const figure = figureOf(apart(setting), part);
  if (isMeasured(setting)) return toPerCent(figure);
  return measured ? Math.round((100 * figure) / measured) : undefined;
}

/** The level that is used, σ in 0..255; undefined while it is not known. */
export function levelOf(
  setting: NoiseSetting,
  part: Part,
  measured: Measured,
): number | undefined {
  const figure = figureOf(apart(setting), part);
  if (!isMeasured(setting)) return figure;
  return measured === undefined ? undefined : figure * measured;
}

/** The noise is as measured, times an amount in per cent. */
export function withAmount(
  setting: NoiseSetting,
  part: Part,
  perCent: number,
  measured: Measured,
): NoiseSetting {
  const known = (other: Part) =>
    Math.min(AMOUNT_LIMIT, (amountOf(setting, other, measured) ?? 100) / 100);
  const amount = perCent / 100;
  if (part !== "both")
    return {
      amount: { luma: known("luma"), chroma: known("chroma"), [part]: amount },
    };
  return amount === 1 ? "auto" : { amount };
}

/** The noise has this level, whatever was measured. */
export function withLevel(
  setting: NoiseSetting,
  part: Part,
  level: number,
  measured: Measured,
): NoiseSetting {
  if (part === "both") return level;
  const given = byHand(setting, measured);
  return { ...apart(given), [part]: level };
}

/** The level that is used now, given by hand. */
export function byHand(
  setting: NoiseSetting,
  measured: Measured,
): NoiseSetting {
  if (!isMeasured(setting)) return setting;
  const level = (part: Part) => {
    const used = levelOf(setting, part, measured ?? USUAL) ?? 0;
    return Math.min(LEVEL_LIMIT, Math.round(2 * used) / 2);
  };
  return isApart(setting)
    ? { luma: level("luma"), chroma: level("chroma") }
    : level("both");
}

/** Of a level where nothing is measured yet. */
const USUAL = 10;

/** The noise as measured, luminance and colour being apart or not as before. */
export function asMeasured(setting: NoiseSetting): NoiseSetting {
  if (isMeasured(setting)) return setting;
  return isApart(setting) ? { amount: { luma: 1, chroma: 1 } } : "auto";
}

/** With figures for luminance and colour, or with that of luminance for both. */
export function withParts(
  setting: NoiseSetting,
  areApart: boolean,
): NoiseSetting {
  const { luma } = apart(setting);
  if (!isMeasured(setting)) return areApart ? apart(setting) : luma;
  if (areApart) return { amount: apart(setting) };
  return luma === 1 ? "auto" : { amount: luma };
}

function figureOf({ luma, chroma }: LumaChroma, part: Part): number {
  return part === "chroma" ? chroma : luma;
}
