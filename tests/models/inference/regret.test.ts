import { describe, expect, test } from "vitest";
import {
  HIGHEST_PSNR,
  regretOf,
  SINGLE_LEVELS,
  summariseRegret,
} from "../../../models/inference/regret.ts";

const scores = (...psnrs: number[]) =>
  psnrs.map((psnr, i) => ({ level: SINGLE_LEVELS[i]!, psnr }));

describe("of one picture", () => {
  test("is what auto falls short of the best single level", () => {
    expect(regretOf(34, scores(30, 36.5, 35))).toEqual({
      bestLevel: 3,
      bestPsnr: 36.5,
      autoPsnr: 34,
      regret: 2.5,
      levels: [
        { level: 2, psnr: 30 },
        { level: 3, psnr: 36.5 },
        { level: 4, psnr: 35 },
      ],
    });
  });

  test("is below zero where auto beats every single level", () => {
    expect(regretOf(37, scores(36, 35)).regret).toBe(-1);
  });

  test("names the lowest of equally good levels", () => {
    expect(regretOf(30, scores(31, 32, 32)).bestLevel).toBe(3);
  });

  test("counts an exact picture as one that was rounded to 8 bits", () => {
    expect(HIGHEST_PSNR).toBeCloseTo(58.92, 2);
    const exact = regretOf(50, scores(Infinity, 40));
    expect(exact.bestPsnr).toBe(HIGHEST_PSNR);
    expect(exact.regret).toBeCloseTo(8.92, 2);
    expect(regretOf(Infinity, scores(Infinity, 40)).regret).toBe(0);
  });
});

test("over pictures: mean, median and worst, and one level for all", () => {
  const summary = summariseRegret([
    regretOf(30, scores(31, 28)),
    regretOf(20, scores(20, 24)),
    regretOf(40, scores(40, 20)),
  ]);
  expect(summary).toEqual({
    mean: 5 / 3,
    median: 1,
    worst: 4,
    autoPsnr: 30,
    bestPsnr: 95 / 3,
    levels: [
      { level: 2, psnr: 91 / 3 },
      { level: 3, psnr: 24 },
    ],
  });
});
