/** Which files of a training folder are taken for the two sides of one photograph. */
import { expect, test } from "vitest";
import { findPairs } from "../../../../models/training/folder/find-pairs.ts";

test.each([
  ["folders", "noisy/a.png", "clean/a.jpg"],
  ["folders below others", "day/ruidosas/1.tif", "day/limpias/1.tif"],
  ["ends of names", "Canon5D2_real.PNG", "Canon5D2_mean.PNG"],
  ["words inside", "0001_NOISY_SRGB_010.PNG", "0001_GT_SRGB_010.PNG"],
  ["beginnings", "input-7.webp", "target-7.webp"],
])("%s", (_what, noisy, clean) => {
  expect(findPairs([clean, noisy])).toEqual([{ noisy, clean }]);
});

test("one without a partner is in no pair", () => {
  const paths = ["noisy/a.png", "noisy/b.png", "clean/b.png", "c.png"];
  expect(findPairs(paths)).toEqual([
    { noisy: "noisy/b.png", clean: "clean/b.png" },
  ]);
});

test("words are whole words", () => {
  expect(findPairs(["unreal/1.png", "meaning/1.png"])).toEqual([]);
});
