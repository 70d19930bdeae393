/** Measurements as charts take them. */
import { expect, test } from "vitest";
import {
  frequencies,
  neighbourCorrelation,
  varianceChart,
} from "../../../../renderer/src/screens/denoise/noise-plots.ts";

const plots = {
  points: [
    { mean: 0.75, variance: 9 },
    { mean: 0.25, variance: 4 },
  ],
  curve: [
    { mean: 0.3, variance: 5 },
    { mean: 0.6, variance: 8 },
  ],
  correlation: { reach: 1, values: [0, 0.5, 0, 0.4, 1, 0.4, 0, 0.5, 0] },
  spectrum: { luma: [], chroma: [] },
};

test("points and curve share an axis from black to white", () => {
  expect(varianceChart(plots)).toEqual({
    x: [0, 25, 30, 60, 75, 100],
    points: [null, 4, null, null, 9, null],
    curve: [null, null, 5, 8, null, null],
  });
});

test("frequencies end at half a cycle per pixel", () => {
  expect(frequencies(3)).toEqual([0, 0.25, 0.5]);
  expect(frequencies(1)).toEqual([0]);
});

test("the next pixel is the one at the right of the middle or below, whichever is more alike", () => {
  expect(neighbourCorrelation(plots)).toBe(0.5);
});

test("without squares to compare there is no correlation", () => {
  const correlation = { reach: 1, values: new Array<number>(9).fill(0) };
  expect(neighbourCorrelation({ ...plots, correlation })).toBeNull();
});
