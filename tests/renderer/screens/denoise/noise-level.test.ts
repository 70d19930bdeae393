/** The noise setting as its sliders show and change it. */
import { expect, test } from "vitest";
import type { NoiseSetting } from "../../../../models/inference/noise-setting.ts";
import {
  amountOf,
  asMeasured,
  byHand,
  levelOf,
  overallSigma,
  partsOf,
  withAmount,
  withLevel,
  withParts,
} from "../../../../renderer/src/screens/denoise/noise-level.ts";

const APART = { amount: { luma: 0.8, chroma: 1.5 } };

test("one figure stands for the mean power of the channels", () => {
  expect(overallSigma({ sigma: [3, 4, 5] })).toBeCloseTo(Math.sqrt(50 / 3));
});

test("luminance and colour have one slider or two", () => {
  expect(partsOf("auto")).toEqual(["both"]);
  expect(partsOf(12)).toEqual(["both"]);
  expect(partsOf(APART)).toEqual(["luma", "chroma"]);
  expect(partsOf({ luma: 5, chroma: 5 })).toEqual(["luma", "chroma"]);
});

test("an amount gives the level that is used, and a level its amount", () => {
  expect(amountOf("auto", "both", 6)).toBe(100);
  expect(levelOf("auto", "both", 6)).toBe(6);
  expect(levelOf({ amount: 1.5 }, "both", 6)).toBe(9);
  expect(amountOf({ amount: 1.15 }, "both", 6)).toBe(115);
  expect(levelOf(APART, "chroma", 6)).toBe(9);
  expect(amountOf(12, "both", 6)).toBe(200);
  expect(amountOf({ luma: 3, chroma: 30 }, "chroma", 6)).toBe(500);
});

test("what is not measured is not known", () => {
  expect(levelOf({ amount: 0.5 }, "both", undefined)).toBeUndefined();
  expect(amountOf({ amount: 0.5 }, "both", undefined)).toBe(50);
  expect(amountOf(12, "both", undefined)).toBeUndefined();
  expect(amountOf(12, "both", 0)).toBeUndefined();
});

test("moving an amount uses what was measured, and 100 per cent is automatic", () => {
  expect(withAmount("auto", "both", 80, 6)).toEqual({ amount: 0.8 });
  expect(withAmount({ amount: 0.8 }, "both", 100, 6)).toBe("auto");
  expect(withAmount(12, "both", 50, 6)).toEqual({ amount: 0.5 });
  expect(withAmount(APART, "luma", 100, 6)).toEqual({
    amount: { luma: 1, chroma: 1.5 },
  });
  // The other one stays as near to what it was as amounts go.
  expect(withAmount({ luma: 3, chroma: 30 }, "luma", 100, 6)).toEqual({
    amount: { luma: 1, chroma: 2 },
  });
});

test("moving a level sets it by hand", () => {
  expect(withLevel("auto", "both", 9.5, 6)).toBe(9.5);
  expect(withLevel(APART, "luma", 4, 6.2)).toEqual({ luma: 4, chroma: 9.5 });
  expect(withLevel({ luma: 3, chroma: 30 }, "chroma", 2, 6)).toEqual({
    luma: 3,
    chroma: 2,
  });
});

test("a level by hand begins where the measured one was", () => {
  expect(byHand("auto", 8.3)).toBe(8.5);
  expect(byHand({ amount: 2 }, 70)).toBe(100);
  expect(byHand(APART, 10)).toEqual({ luma: 8, chroma: 15 });
  expect(byHand(12, 8.3)).toBe(12);
  expect(asMeasured(12)).toBe("auto");
  expect(asMeasured({ luma: 4, chroma: 9 })).toEqual({
    amount: { luma: 1, chroma: 1 },
  });
  expect(asMeasured(APART)).toBe(APART);
});

test.each<[NoiseSetting, NoiseSetting, NoiseSetting]>([
  ["auto", { amount: { luma: 1, chroma: 1 } }, "auto"],
  [{ amount: 0.8 }, { amount: { luma: 0.8, chroma: 0.8 } }, { amount: 0.8 }],
  [APART, APART, { amount: 0.8 }],
  [12, { luma: 12, chroma: 12 }, 12],
  [{ luma: 4, chroma: 9 }, { luma: 4, chroma: 9 }, 4],
])("%j apart is %j, and together %j", (setting, apart, together) => {
  expect(withParts(setting, true)).toEqual(apart);
  expect(withParts(setting, false)).toEqual(together);
});
