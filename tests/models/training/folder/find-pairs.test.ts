/** Which files of a training folder are taken for the two sides of one photograph. */
import { expect, test } from "vitest";
import { findPairs } from "../../../../models/training/folder/find-pairs.ts";

test.each([
  ["folders", "noisy/a.png", "clean/a.jpg"],
  ["folders below others", "day/ruidosas/1.tif", "day/limpias/1.tif"],
  ["ends of names", "Canon5D2_real.PNG", "Canon5D2_mean.PNG"],
  ["words inside", "0001_NOISY_SRGB_010.PNG", "0001_GT_SRGB_010.PNG"],
  ["beginnings", "input-7.webp", "target-7.webp"],
  ["a bare clean side", "x-noisy.png", "x.png"],
  ["a bare clean side, a space", "day/x noisy.JPG", "day/x.tif"],
  ["a bare noisy side", "x.png", "x_gt.png"],
  ["a bare noisy side, denoised", "IMG_1.jpg", "IMG_1-denoised.jpg"],
  ["a bare noisy side, at the beginning", "x.png", "ref_x.png"],
  ["a bare side, a word inside", "a_noisy_3.png", "a_3.png"],
  ["a bare side, a folder", "day/noisy/1.png", "day/1.png"],
])("%s", (_what, noisy, clean) => {
  expect(findPairs([clean, noisy])).toEqual([{ noisy, clean }]);
});

test("one without a partner is in no pair", () => {
  const paths = ["noisy/a.png", "noisy/b.png", "clean/b.png", "c.png"];
  expect(findPairs(paths)).toEqual([
    { noisy: "noisy/b.png", clean: "clean/b.png" },
  ]);
});

test("a photograph without a word is left out where both sides have one", () => {
  expect(findPairs(["x.png", "x-clean.png", "x-noisy.png"])).toEqual([
    { noisy: "x-noisy.png", clean: "x-clean.png" },
  ]);
});

test("words are whole words", () => {
  expect(findPairs(["unreal/1.png", "meaning/1.png"])).toEqual([]);
});
