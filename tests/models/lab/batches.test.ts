/** Batches of the lab: every picture once in a pass, repeatable, moved and corrupted as the recipe says. */
import { describe, expect, test } from "vitest";
import { labBatches, type Pictures } from "../../../models/lab/batches.ts";
import { type LabRecipe, labRecipe } from "../../../models/lab/recipe.ts";

const shape = [1, 2, 2] as const;
/** Six pictures, each of one grey: 0.1, 0.2, … */
const pictures: Pictures = {
  shape,
  data: Float32Array.from({ length: 24 }, (_, i) => (1 + (i >> 2)) / 10),
};
const recipe: LabRecipe = {
  ...labRecipe({
    ...{ kind: "dense", picture: shape, latent: 1 },
    ...{ widths: null, enlargement: "nearest" },
  }),
  batch: 4,
};
const batchOf = (changes: Partial<LabRecipe>, step = 0, variational = false) =>
  labBatches(pictures, { ...recipe, ...changes }, variational)(step);

describe("labBatches", () => {
  test("uses each picture once in a pass", () => {
    const greys = [0, 1, 2].flatMap((step) => {
      const { targets } = batchOf({}, step);
      return [0, 4, 8, 12].map((at) => Math.round(10 * targets![at]!));
    });
    expect(greys.slice(0, 6).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(greys.slice(6).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("follows from seed and step", () => {
    expect(batchOf({}, 5)).toEqual(batchOf({}, 5));
    expect(batchOf({}, 5)).not.toEqual(batchOf({ seed: 1 }, 5));
  });

  test("corrupts what goes in, not what is wanted", () => {
    const masked = batchOf({ corruption: { kind: "mask", amount: 1 } });
    expect(masked["pictures"]!.every((value) => value === 0)).toBe(true);
    expect(masked["targets"]!.every((value) => value > 0)).toBe(true);
    const salted = batchOf({ corruption: { kind: "salt", amount: 1 } });
    expect(new Set(salted["pictures"])).toEqual(new Set([0, 1]));
    const noisy = batchOf({ corruption: { kind: "white", amount: 25 } });
    expect(noisy["pictures"]).not.toEqual(noisy["targets"]);
  });

  test("moves pictures by whole pixels, black coming in", () => {
    const { targets } = batchOf({ shift: 1 });
    const moved = [0, 1, 2, 3].map((i) => targets!.slice(4 * i, 4 * i + 4));
    for (const picture of moved) expect(new Set(picture).size).toBeLessThan(3);
    expect(moved.some((picture) => picture.includes(0))).toBe(true);
  });

  test("wants the picture where a walk among neighbours ends", () => {
    const next = [1, 2, 3, 4, 5, 0].map((n) => [n]);
    const walking = { ...recipe, walk: 2 };
    const { pictures: given, targets } = labBatches(
      ...([pictures, walking, false, next] as const),
    )(0);
    const number = (greys: Float32Array, i: number) =>
      Math.round(10 * greys[4 * i]!) - 1;
    for (const i of [0, 1, 2, 3])
      expect(number(targets!, i)).toBe((number(given!, i) + 2) % 6);
  });

  test("adds what the loss asks for", () => {
    expect(Object.keys(batchOf({}))).toEqual(["pictures", "targets"]);
    expect(batchOf({}, 0, true)["noise"]).toHaveLength(4);
    const loss = { ...recipe.loss, contractive: 0.1 };
    expect(batchOf({ loss })["shift"]).toHaveLength(16);
  });
});
