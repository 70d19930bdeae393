/** What is proposed for a folder, from what was counted in it. */
import { expect, test } from "vitest";
import { propose } from "../../../../models/training/folder/proposal.ts";

const figures = { usable: 20, pairs: 0, frames: 0, clean: 0, length: 1 };

test.each([
  ["nothing usable", { usable: 0 }, null, "none"],
  ["half of it pairs", { pairs: 5 }, "pairs", "pairs"],
  ["a few pairs among clean ones", { pairs: 2, clean: 0.9 }, "clean", "clean"],
  ["bursts", { frames: 14, length: 9 }, "burst", "burst"],
  ["white noise", {}, "noisy", "noisy"],
  ["noise that reaches to the third pixel", { length: 4 }, "noisy", "apart"],
  ["noise that reaches farther", { length: 5 }, null, "correlated"],
  ["clean and noisy ones", { clean: 0.5 }, null, "mixed"],
])("%s", (_what, found, mode, reason) => {
  expect(propose({ ...figures, ...found })).toEqual({ mode, reason });
});
