/** The noise levels that are shown side by side to choose from. */
import {
  AMOUNT_LIMIT,
  isApart,
  isMeasured,
  LEVEL_LIMIT,
  type NoiseSetting,
} from "../../../../../models/inference/noise-setting.ts";

export interface LevelChoice {
  readonly noise: NoiseSetting;
  /** The level that it comes to, σ in 0..255. */
  readonly sigma: number;
  /** So many times the measured level; null where that is not what they are shown against. */
  readonly times: number | null;
}

/** About half a stop from one to the next. */
const TIMES = [0.5, 0.7, 1, 1.4, 2, 2.8];
/** Where less was measured than can be seen, levels begin at half of this. */
const FAINTEST = 1;

/**
 * Rising levels around the measured one, or around the one that was given by hand, σ in 0..255.
 * Multiples of what was measured keep its differences from place to place, as far as amounts go.
 */
export function levelChoices(
  setting: NoiseSetting,
  measured: number,
): readonly LevelChoice[] {
  const given =
    !isMeasured(setting) && typeof setting === "number" && setting > 0
      ? setting
      : undefined;
  if (given === undefined && measured >= FAINTEST)
    return TIMES.map((times) => ({
      noise: timesMeasured(times, measured),
      sigma: times * measured,
      times,
    }));
  const middle = given ?? FAINTEST;
  const levels = TIMES.map((times) => rounded(times * middle));
  return [...new Set(levels)].map((level) => ({
    noise: level,
    sigma: level,
    times: null,
  }));
}

function timesMeasured(times: number, measured: number): NoiseSetting {
  if (times === 1) return "auto";
  return times <= AMOUNT_LIMIT ? { amount: times } : rounded(times * measured);
}

const rounded = (level: number) =>
  Math.min(LEVEL_LIMIT, Math.round(10 * level) / 10);

/** The choice that holds now; −1 where it is none of them. */
export function chosenOf(
  choices: readonly LevelChoice[],
  setting: NoiseSetting,
): number {
  if (isApart(setting)) return -1;
  const same = JSON.stringify(setting);
  return choices.findIndex(({ noise }) => JSON.stringify(noise) === same);
}

/** The middle first, then what is nearest to it: in this order they are computed. */
export function fromTheMiddle(count: number, middle: number): number[] {
  return Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => Math.abs(a - middle) - Math.abs(b - middle) || a - b,
  );
}
