/** Noise levels as people are shown them. */
import { expect, test } from "vitest";
import {
  noiseOfKind,
  overallSigma,
} from "../../../../renderer/src/screens/denoise/noise-level.ts";

test("one figure stands for the mean power of the channels", () => {
  expect(overallSigma({ sigma: [3, 4, 5] })).toBeCloseTo(Math.sqrt(50 / 3));
});

test("another kind of setting begins where the last one was", () => {
  expect(noiseOfKind("level", { noise: "auto" }, 8.3)).toBe(8.5);
  expect(noiseOfKind("split", { noise: 12 }, 8.3)).toEqual({
    luma: 12,
    chroma: 12,
  });
  expect(noiseOfKind("level", { noise: { luma: 4, chroma: 9 } }, 8.3)).toBe(4);
  expect(noiseOfKind("auto", { noise: 12 }, 8.3)).toBe("auto");
});
