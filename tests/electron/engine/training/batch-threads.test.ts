/** Batches made on several threads are those of one, in the order of the steps. */
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import {
  batchThreads,
  startBatches,
} from "../../../../electron/engine/training/batch-thread.ts";
import { DEFAULT_RECIPE } from "../../../../models/training/recipe.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const folder = temporaryFolder();

test("the number of threads changes nothing", async () => {
  const file = join(folder, "noise.png");
  const noise = { type: "gaussian", mean: 128, sigma: 40 } as const;
  await sharp({
    create: {
      ...{ width: 128, height: 128, channels: 3 },
      noise,
      background: "#000",
    },
  })
    .png()
    .toFile(file);
  const recipe = {
    ...DEFAULT_RECIPE,
    noise: "awgn",
    batch: 1,
    patch: 32,
  } as const;
  const made = [1, 3].map(async (threads) => {
    const work = { photographs: [{ file }], recipe, cacheBytes: 1e8 };
    const batches = startBatches(work, threads);
    const steps = [];
    for (let step = 4; step < 9; step++) steps.push(await batches.batch(step));
    await batches.stop();
    return steps;
  });
  const [alone, together] = await Promise.all(made);
  expect(together).toEqual(alone);
});

describe("batchThreads", () => {
  test.each([
    [2, 24e9, 1],
    [8, 16e9, 2],
    [8, 64e9, 3],
    [64, 256e9, 4],
    [64, 4e9, 1],
  ])("%i cores and %f bytes have room for", (cores, memory, threads) => {
    expect(batchThreads(cores, memory)).toBe(threads);
  });
});
