/** Folders that hold little or a medley: what is learnt from them, and that batches can be made of it. */
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gatherData } from "../../../../electron/engine/training/data.ts";
import { startBatches } from "../../../../electron/engine/training/batch-thread.ts";
import { DEFAULT_RECIPE } from "../../../../models/training/recipe.ts";
import { pixelsOf, saved } from "../../../support/image-files.ts";
import { photographOf } from "../../../support/photograph.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const root = temporaryFolder();
process.env["NITIDO_DATA"] = join(root, "data");

const gather = (folder: string) =>
  gatherData(folder, "clean", 0, {
    signal: new AbortController().signal,
    progress: () => undefined,
  });

function folderOf(name: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  return folder;
}

const png = (seed: number) => pixelsOf(photographOf(seed)).png();

test("an empty folder is refused", async () => {
  await expect(gather(folderOf("empty"))).rejects.toMatchObject({
    code: "DATA_UNSUITABLE",
    details: { kind: "none" },
  });
});

test("one photograph is learnt from, and none held out", async () => {
  const folder = folderOf("one");
  const file = await saved(png(1), join(folder, "1.png"));
  expect(await gather(folder)).toMatchObject({
    training: [{ file }],
    heldOut: [],
  });
});

test("of photographs that are all the same one is learnt from", async () => {
  const folder = folderOf("same");
  const file = await saved(png(1), join(folder, "0.png"));
  for (let i = 1; i < 9; i++)
    copyFileSync(file, join(folder, `${String(i)}.png`));
  const { training, heldOut } = await gather(folder);
  expect([training.length, heldOut.length]).toEqual([1, 0]);
});

test("photographs of 8 and 16 bits are learnt from alike", async () => {
  const folder = folderOf("depths");
  await saved(png(1), join(folder, "8.png"));
  const deep = pixelsOf(photographOf(2)).toColourspace("rgb16").png();
  await saved(deep, join(folder, "16.png"));
  const { training } = await gather(folder);
  expect(training).toHaveLength(2);
  const recipe = { ...DEFAULT_RECIPE, noise: "awgn", patch: 32 } as const;
  for (const photograph of training) {
    const batches = startBatches({
      ...{ photographs: [photograph], recipe, cacheBytes: 1e8 },
    });
    const { clean } = await batches.batch(0);
    await batches.stop();
    const mean = clean!.reduce((sum, value) => sum + value, 0) / clean!.length;
    expect(mean).toBeGreaterThan(0.1);
    expect(mean).toBeLessThan(0.9);
  }
});
