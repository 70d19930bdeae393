/** Noise settings as they are kept: what older programs have written is still read, and nothing out of range. */
import * as v from "valibot";
import { expect, test } from "vitest";
import * as schema from "../../../electron/contract/schemas.ts";
import { item } from "../../../electron/services/save/entries.ts";
import { initialSettings } from "../../../electron/services/settings.ts";

const LOOK = {
  model: "auto",
  strength: 100,
  luma: 90,
  chroma: 100,
  detail: 10,
};
const KEPT = [
  "auto",
  0,
  12.5,
  { luma: 3, chroma: 7.5 },
  { amount: 0 },
  { amount: 1.15 },
  { amount: { luma: 0.5, chroma: 2 } },
] as const;

test.each(KEPT)("%j is a setting of a photograph", (noise) => {
  const settings = { ...LOOK, noise };
  expect(v.parse(schema.denoiseSettings, settings)).toEqual(settings);
});

test.each(KEPT)("%j is kept in presets and ledgers", (noise) => {
  const settings = { ...LOOK, noise };
  const preferences = {
    ...initialSettings(16_000),
    defaults: settings,
    presets: [{ name: "Film look", settings }],
  };
  expect(v.parse(schema.settings, preferences)).toEqual(preferences);
  const entry = { image: "0", path: "/a.png", output: "/b.png", base: null };
  expect(v.parse(item, { ...entry, settings }).settings).toEqual(settings);
});

test.each([
  "loud",
  100.5,
  { luma: 3 },
  { amount: 2.01 },
  { amount: -0.1 },
  { amount: "1" },
  { amount: { luma: 1 } },
  { amount: { luma: 1, chroma: 3 } },
  {},
])("%j is none", (noise) => {
  expect(v.is(schema.denoiseSettings, { ...LOOK, noise })).toBe(false);
});
