/** What noise settings mean, and how they are written. */
import { expect, test } from "vitest";
import {
  apart,
  isMeasured,
  type NoiseSetting,
  noiseWords,
  simplest,
} from "../../../models/inference/noise-setting.ts";

test.each<[NoiseSetting, boolean]>([
  ["auto", true],
  [{ amount: 0 }, true],
  [{ amount: { luma: 1, chroma: 2 } }, true],
  [0, false],
  [{ luma: 3, chroma: 4 }, false],
])("%j is measured: %j", (setting, measured) => {
  expect(isMeasured(setting)).toBe(measured);
});

test.each<[NoiseSetting, NoiseSetting]>([
  ["auto", "auto"],
  [{ amount: 1 }, "auto"],
  [{ amount: { luma: 1, chroma: 1 } }, "auto"],
  [{ amount: { luma: 0.5, chroma: 0.5 } }, { amount: 0.5 }],
  [{ amount: { luma: 1, chroma: 1.5 } }, { amount: { luma: 1, chroma: 1.5 } }],
  [{ luma: 7, chroma: 7 }, 7],
  [
    { luma: 7, chroma: 9 },
    { luma: 7, chroma: 9 },
  ],
])("%j is %j in short", (setting, short) => {
  expect(simplest(setting)).toEqual(short);
});

test("what holds for both holds for each", () => {
  expect(apart("auto")).toEqual({ luma: 1, chroma: 1 });
  expect(apart({ amount: 1.5 })).toEqual({ luma: 1.5, chroma: 1.5 });
  expect(apart(12)).toEqual({ luma: 12, chroma: 12 });
  expect(apart({ amount: { luma: 0, chroma: 2 } })).toEqual({
    luma: 0,
    chroma: 2,
  });
});

test("words are those of the command line", () => {
  expect(noiseWords("auto")).toEqual({ noise: "auto" });
  expect(noiseWords(12.5)).toEqual({ noise: "12.5" });
  expect(noiseWords({ luma: 3, chroma: 4 })).toEqual({ noise: "3,4" });
  expect(noiseWords({ amount: 1.15 })).toEqual({
    noise: "auto",
    amount: "115",
  });
  expect(noiseWords({ amount: { luma: 0.07, chroma: 2 } })).toEqual({
    noise: "auto",
    amount: "7,200",
  });
});
