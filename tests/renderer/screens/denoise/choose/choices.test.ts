/** Levels to choose from rise around the one that holds. */
import { expect, test } from "vitest";
import {
  chosenOf,
  fromTheMiddle,
  levelChoices,
} from "../../../../../renderer/src/screens/denoise/choose/choices.ts";

test("they are multiples of what was measured, as far as amounts go, and then a level", () => {
  const choices = levelChoices("auto", 5);
  expect(choices.map(({ noise }) => noise)).toEqual([
    { amount: 0.5 },
    { amount: 0.7 },
    "auto",
    { amount: 1.4 },
    { amount: 2 },
    14,
  ]);
  expect(choices.map(({ sigma }) => sigma)).toEqual([2.5, 3.5, 5, 7, 10, 14]);
  expect(choices.map(({ times }) => times)).toEqual([0.5, 0.7, 1, 1.4, 2, 2.8]);
});

test("where hardly any noise was measured they begin at a half", () => {
  const choices = levelChoices("auto", 0);
  expect(choices.map(({ noise }) => noise)).toEqual([0.5, 0.7, 1, 1.4, 2, 2.8]);
  expect(choices[0]).toEqual({ noise: 0.5, sigma: 0.5, times: null });
});

test("around a level that was given by hand, and none above 100", () => {
  expect(levelChoices(10, 3).map(({ noise }) => noise)).toEqual([
    5, 7, 10, 14, 20, 28,
  ]);
  expect(levelChoices(80, 3).map(({ noise }) => noise)).toEqual([
    40, 56, 80, 100,
  ]);
});

test("the one that holds is known among them", () => {
  const choices = levelChoices("auto", 5);
  expect(chosenOf(choices, "auto")).toBe(2);
  expect(chosenOf(choices, { amount: 1.4 })).toBe(3);
  expect(chosenOf(choices, { amount: 1.1 })).toBe(-1);
  expect(chosenOf(choices, { luma: 5, chroma: 8 })).toBe(-1);
});

test("they are computed from the middle outwards", () => {
  expect(fromTheMiddle(5, 2)).toEqual([2, 1, 3, 0, 4]);
});
