/** What may be set by hand about learning: the limits, and what becomes of it. */
import { describe, expect, test } from "vitest";
import { lateStage } from "../../../models/training/recipe.ts";
import {
  checkSettings,
  SETTING_NAMES,
  SETTING_RANGES,
  type TrainingSettings,
} from "../../../models/training/settings.ts";
import { DEFAULT_RECIPE } from "../../../models/training/recipe.ts";

describe("settings", () => {
  test("of the recipe itself fit", () => {
    expect(() => checkSettings(DEFAULT_RECIPE)).not.toThrow();
    expect(() => checkSettings({})).not.toThrow();
  });

  test.each<[string, TrainingSettings, object]>([
    ["too high", { learningRate: 1 }, { kind: "number", max: 0.1 }],
    ["below", { psnrFrom: -0.1 }, { kind: "number", min: 0 }],
    ["no number", { weightDecay: NaN }, { kind: "number" }],
    ["broken", { batch: 2.5 }, { kind: "integer", min: 1, max: 64 }],
    ["no multiple", { patch: 100 }, { kind: "multiple", multiple: 16 }],
    [
      "of another kind",
      { warmUp: "9" as unknown as number },
      { kind: "integer" },
    ],
  ])("that are %s are refused by name", (_what, settings, details) => {
    const [option] = Object.keys(settings);
    expect(() => checkSettings(settings)).toThrow(
      expect.objectContaining({
        code: "USAGE",
        details: expect.objectContaining({ option, ...details }) as object,
      }),
    );
  });

  test.each(SETTING_NAMES)("reach from one end to the other: %s", (name) => {
    const { min, max } = SETTING_RANGES[name];
    for (const value of [min, max])
      expect(() => checkSettings({ [name]: value })).not.toThrow();
  });
});

describe("the patches at last", () => {
  const best = { network: "best", batch: 8, patch: 96 } as const;

  test("are twice as large and a quarter as many", () => {
    expect(lateStage(best)).toMatchObject({ batch: 2, patch: 192 });
    expect(lateStage({ ...best, batch: 1 })).toMatchObject({ batch: 1 });
  });

  test("stay as they are when they are large already", () => {
    expect(lateStage({ ...best, patch: 144 })).toBeUndefined();
  });
});
