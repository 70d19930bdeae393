/** Models' cards, whoever wrote them. */
import { expect, test } from "vitest";
import {
  measuredQuality,
  trainingSources,
} from "../../../../renderer/src/screens/models/card.ts";
import { questionsOf } from "../../../../renderer/src/screens/models/models.svelte.ts";

test("figures are found below any data set and condition", () => {
  const measured = {
    protocol: "docs/benchmarks.md",
    CBSD68: { sigma25: { psnr: 30.5, ssim: 0.87 } },
    CC15: { psnr: 36, ssim: "unknown" },
  };
  expect(measuredQuality({ measured })).toEqual([
    { on: "CBSD68", condition: "sigma25", psnr: 30.5, ssim: 0.87 },
    { on: "CC15", condition: "", psnr: 36, ssim: null },
  ]);
});

test("a card that says nothing, or nonsense, does no harm", () => {
  expect(measuredQuality(null)).toEqual([]);
  expect(measuredQuality({ measured: [1, 2] })).toEqual([]);
  expect(trainingSources({ trainingData: "all of it" })).toEqual([]);
  expect(trainingSources({ trainingData: [{ images: "many" }, 7] })).toEqual([
    { name: "", images: null, licence: null },
  ]);
});

test("only what could not be told is asked", () => {
  const adapter = {
    channels: 3,
    range: 1,
    noise: { kind: "map", range: 255 },
    multiple: 1,
    margin: 0,
    output: "image",
  } as const;
  expect(questionsOf(adapter)).toEqual([]);
  expect(
    questionsOf({
      ...adapter,
      range: null,
      noise: { kind: "scalar", range: null },
      output: null,
    }),
  ).toEqual(["range", "noiseRange", "output"]);
});
