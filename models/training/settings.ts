/** What may be set by hand about how a network learns, and within which limits. Who sets nothing gets the recipe's. */
import { NitidoError } from "../errors.ts";
import type { Recipe } from "./recipe.ts";

export type SettingName =
  | "batch"
  | "patch"
  | "learningRate"
  | "averageDecay"
  | "warmUp"
  | "psnrFrom"
  | "weightDecay";

/** What is absent is as the recipe has it. */
export type TrainingSettings = Partial<Pick<Recipe, SettingName>>;

export interface SettingRange {
  readonly min: number;
  readonly max: number;
  /** Values are whole multiples of it; absent where any number will do. */
  readonly multiple?: number;
}

/** Units and meaning are those of `Recipe`. */
export const SETTING_RANGES: Readonly<Record<SettingName, SettingRange>> = {
  batch: { min: 1, max: 64, multiple: 1 },
  patch: { min: 32, max: 512, multiple: 16 },
  learningRate: { min: 1e-6, max: 0.1 },
  averageDecay: { min: 0, max: 0.9999 },
  warmUp: { min: 0, max: 100_000, multiple: 1 },
  psnrFrom: { min: 0, max: 1 },
  weightDecay: { min: 0, max: 1 },
};

/** How long a training may take, in either unit. */
export const BUDGET_RANGES = {
  minutes: { min: 0.1, max: 60 * 24 * 30 },
  steps: { min: 1, max: 1e9, multiple: 1 },
} as const satisfies Record<string, SettingRange>;

export const SEED_RANGE: SettingRange = { min: 0, max: 2 ** 31, multiple: 1 };

export const SETTING_NAMES = Object.keys(SETTING_RANGES) as SettingName[];

/** Throws USAGE, which names the setting and its range. */
export function checkSettings(settings: TrainingSettings): void {
  for (const name of SETTING_NAMES) {
    const value = settings[name];
    if (value === undefined || fits(value, SETTING_RANGES[name])) continue;
    const { min, max, multiple } = SETTING_RANGES[name];
    throw new NitidoError("USAGE", {
      ...{ option: name, value, min, max },
      kind: kindOf(multiple),
      ...(multiple !== undefined && { multiple }),
    });
  }
}

const kindOf = (multiple: number | undefined): string =>
  multiple === undefined ? "number" : multiple === 1 ? "integer" : "multiple";

/** A value that is no number at all does not fit. */
export function fits(
  value: unknown,
  { min, max, multiple }: SettingRange,
): value is number {
  return (
    typeof value === "number" &&
    value >= min &&
    value <= max &&
    (multiple === undefined || value % multiple === 0)
  );
}
