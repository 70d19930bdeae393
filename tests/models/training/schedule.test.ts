/** The scalars of a step: warm-up, cosine, bias correction, moving average, loss mix. */
import { describe, expect, test } from "vitest";
import { DEFAULT_RECIPE } from "../../../models/training/recipe.ts";
import { learningRate, scalarsAt } from "../../../models/training/schedule.ts";

const recipe = {
  ...DEFAULT_RECIPE,
  steps: 110,
  warmUp: 10,
  learningRate: 1,
  finalRate: 0,
  weightDecay: 0.5,
  psnrFrom: 0.8,
};

describe("the learning rate", () => {
  test.each([
    [0, 0.1],
    [9, 1],
    [10, 1],
    [60, 0.5],
    [110, 0],
  ])("of step %i is %f", (step, rate) => {
    expect(learningRate(recipe, step)).toBeCloseTo(rate, 10);
  });
});

describe("the scalars", () => {
  test("of the first step undo the start of both moments from zero", () => {
    const { rate, decay } = scalarsAt(recipe, 0);
    expect(rate).toBeCloseTo((0.1 * Math.sqrt(1 - 0.99)) / (1 - 0.9), 10);
    expect(decay).toBeCloseTo(0.05, 10);
  });

  test("let the average follow closely at first and slowly later", () => {
    expect(scalarsAt(recipe, 0).renewal).toBeCloseTo(1 - 2 / 11, 10);
    expect(scalarsAt(recipe, 1e6).renewal).toBeCloseTo(0.001, 10);
  });

  test("aim at PSNR in the last fifth", () => {
    expect(scalarsAt(recipe, 87).lossMix).toBe(0);
    expect(scalarsAt(recipe, 88).lossMix).toBe(1);
  });
});
