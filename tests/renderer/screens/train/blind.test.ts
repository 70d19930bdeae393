/** A blind comparison: sides are drawn by the seed alone, and each choice counts for whom it was. */
import { expect, test } from "vitest";
import type { Crop } from "../../../../electron/contract/crop-bytes.ts";
import { BlindTest } from "../../../../renderer/src/screens/train/blind.svelte.ts";

const crop = (step: number): Crop => ({
  ...{ width: 1, height: 1, step },
  ...{ noisy: new Uint8Array(3), denoised: new Uint8Array(3) },
});
/** Step 7 is what was learnt. */
const started = async (count: number, seed: number): Promise<BlindTest> => {
  const place = { file: "a.png", x: 0, y: 0, edge: 1, heldOut: true };
  const blind = new BlindTest({
    places: Array.from({ length: count }, () => place),
    crop: (_, of) => Promise.resolve(crop(of === "trained" ? 7 : 0)),
    seed,
  });
  await blind.load();
  return blind;
};

test("who always prefers what was learnt is found out", async () => {
  const blind = await started(8, 1);
  const sides = new Set<string>();
  while (!blind.isOver) {
    const side = blind.pair!.left.step === 7 ? "left" : "right";
    sides.add(side);
    await blind.choose(side);
  }
  expect(blind.result).toEqual({ trained: 8, base: 0, same: 0 });
  expect(sides.size).toBe(2);
});

test("no preference counts for neither", async () => {
  const blind = await started(2, 1);
  await blind.choose("same");
  expect(blind.index).toBe(1);
  await blind.choose("same");
  expect(blind.isOver).toBe(true);
  expect(blind.result).toEqual({ trained: 0, base: 0, same: 2 });
});

test("nothing is chosen before both are seen", async () => {
  const blind = await started(2, 1);
  blind.pair = null;
  await blind.choose("left");
  expect(blind.index).toBe(0);
});
