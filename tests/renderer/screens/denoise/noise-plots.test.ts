/** Measurements as charts take them. */
import { expect, test } from "vitest";
import {
  frequencies,
  neighbourCorrelation,
  varianceChart,
} from "../../../../renderer/src/screens/denoise/noise-plots.ts";

const plots = {
  blocks: [
    { mean: 0.75, variance: 9 },
    { mean: 0.25, variance: 4 },
  ],
  line: { a: 8, b: 2 },
  curve: [],
  correlation: { reach: 1, values: [0, 0.2, 0, 0.4, 1, 0.4, 0, 0.2, 0] },
  spectrum: { luma: [], chroma: [] },
};

test("blocks are sorted by brightness, and the line goes from black to white", () => {
  expect(varianceChart(plots)).toEqual({
    x: [0, 25, 75, 100],
    blocks: [null, 4, 9, null],
    line: [2, 4, 8, 10],
  });
});

test("frequencies end at half a cycle per pixel", () => {
  expect(frequencies(3)).toEqual([0, 0.25, 0.5]);
  expect(frequencies(1)).toEqual([0]);
});

test("the next pixel is the one at the right of the middle", () => {
  expect(neighbourCorrelation(plots)).toBe(0.4);
});
