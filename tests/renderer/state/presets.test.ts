/** Named settings. */
import { expect, test } from "vitest";
import {
  withoutPreset,
  withPreset,
} from "../../../renderer/src/state/presets.ts";
import { DEFAULTS } from "../support/fake-app.ts";

const night = { name: "Night", settings: DEFAULTS };

test("presets are in the order of their names", () => {
  const presets = withPreset([night], "Day", DEFAULTS);
  expect(presets.map(({ name }) => name)).toEqual(["Day", "Night"]);
});

test("a name that is taken is taken over", () => {
  const settings = { ...DEFAULTS, strength: 50 };
  expect(withPreset([night], "Night", settings)).toEqual([
    { name: "Night", settings },
  ]);
});

test("a preset can be thrown away", () => {
  expect(withoutPreset([night], "Night")).toEqual([]);
});
