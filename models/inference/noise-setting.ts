/**
 * How strong the noise is taken to be: as measured, so many times as strong as measured, or of a
 * given level; for luminance and colour together or for each by itself.
 */

export interface LumaChroma {
  readonly luma: number;
  readonly chroma: number;
}

/**
 * `auto` is the measured level. An amount, 0..2, multiplies it: 1 is the same as `auto`, 0 as a level
 * of 0. Levels are σ in 0..255 units, 0..100, and hold for the whole image.
 */
export type NoiseSetting = "auto" | MeasuredNoise | GivenNoise;

export interface MeasuredNoise {
  readonly amount: number | LumaChroma;
}

export type GivenNoise = number | LumaChroma;

export const AMOUNT_LIMIT = 2;
export const LEVEL_LIMIT = 100;

/** Whether the setting needs the image's noise to be measured. */
export function isMeasured(
  setting: NoiseSetting,
): setting is "auto" | MeasuredNoise {
  return (
    setting === "auto" || (typeof setting === "object" && "amount" in setting)
  );
}

/** Whether luminance and colour have figures of their own, be they equal or not. */
export function isApart(setting: NoiseSetting): boolean {
  return typeof figures(setting) === "object";
}

/** The amounts of luminance and colour where the noise is measured, else their levels. */
export function apart(setting: NoiseSetting): LumaChroma {
  const both = figures(setting);
  return typeof both === "number" ? { luma: both, chroma: both } : both;
}

function figures(setting: NoiseSetting): number | LumaChroma {
  if (!isMeasured(setting)) return setting;
  return setting === "auto" ? 1 : setting.amount;
}

/** The shortest setting that means the same. */
export function simplest(setting: NoiseSetting): NoiseSetting {
  const { luma, chroma } = apart(setting);
  if (luma !== chroma) return setting;
  if (!isMeasured(setting)) return luma;
  return luma === 1 ? "auto" : { amount: luma };
}

/**
 * The setting as the command line takes it: `auto`, a level, or two with a comma for `--noise`, and
 * per cent for `--amount` where they are not 100.
 */
export function noiseWords(setting: NoiseSetting): {
  readonly noise: string;
  readonly amount?: string;
} {
  if (setting === "auto") return { noise: setting };
  if (!isMeasured(setting)) return { noise: words(setting) };
  return { noise: "auto", amount: words(setting.amount, toPerCent) };
}

function words(
  of: number | LumaChroma,
  shown = (figure: number) => figure,
): string {
  if (typeof of === "number") return shown(of).toString();
  return `${shown(of.luma).toString()},${shown(of.chroma).toString()}`;
}

/** Without what binary fractions add: 1.15 is 115 %. */
export function toPerCent(amount: number): number {
  return Math.round(1e4 * amount) / 100;
}
