/** The step from which on the loss is another one, as a training's plan and progress tell. */
import { expect, test } from "vitest";
import type { TrainingItem } from "../../../../electron/contract/training-values.ts";
import { lossChange } from "../../../../renderer/src/screens/train/loss-change.ts";

const itemOf = (data: string, settings: object, step: number) =>
  ({
    facts: { data },
    plan: { settings },
    now: { step, fraction: step / 200 },
  }) as unknown as TrainingItem;

test("of supervised training, it is where PSNR becomes the aim", () => {
  expect(lossChange(itemOf("clean", {}, 50))).toBe(160);
  expect(lossChange(itemOf("pairs", { psnrFrom: 0.5 }, 200))).toBe(100);
});

test("where the loss never changes, and before the first step, it is nowhere", () => {
  expect(lossChange(itemOf("noisy", {}, 50))).toBeNull();
  expect(lossChange(itemOf("burst", {}, 50))).toBeNull();
  expect(lossChange(itemOf("clean", { psnrFrom: 1 }, 50))).toBeNull();
  expect(lossChange(itemOf("clean", { psnrFrom: 0 }, 50))).toBeNull();
  expect(lossChange(itemOf("clean", {}, 0))).toBeNull();
});
