/** Images that memory does not hold are measured through a file, with the same result. */
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { createTurns } from "../../../../electron/engine/denoise/overlap.ts";
import { analyze } from "../../../../electron/engine/tasks/analyze.ts";
import type { TaskContext } from "../../../../electron/engine/tasks/task.ts";
import { noisyStripes } from "../../../support/preview.ts";
import { fakeMeter } from "../../../support/fake-meter.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const folder = temporaryFolder();
const scratch = join(folder, "scratch");
mkdirSync(scratch);

/** 24 megapixels, 72 MB: stripes, one above the other. */
async function large(name: string, progressive: boolean): Promise<string> {
  const { samples, ...raw } = noisyStripes(600, 400);
  const tile = await sharp(samples, { raw }).png().toBuffer();
  const path = join(folder, name);
  const size = { width: 6000, height: 4000, channels: 3 } as const;
  await sharp({ create: { ...size, background: "red" } })
    .composite([{ input: tile, tile: true }])
    .removeAlpha()
    .png({ compressionLevel: 1, progressive })
    .toFile(path);
  return path;
}

const measure = (image: string, memoryLimit: number, folder = scratch) => {
  const signal = new AbortController().signal;
  const context: Partial<TaskContext<never>> = {
    turns: createTurns(),
    meter: fakeMeter,
    signal,
  };
  const request = { image, memoryLimit, scratch: folder };
  return analyze(request, context as TaskContext<never>);
};

test("through a file where the limit is smaller, and only there", async () => {
  const image = await large("large.png", false);
  const whole = await measure(image, 1000, join(folder, "missing"));
  expect(await measure(image, 300)).toEqual(whole);
  expect(whole.noise.sigma[0]).toBeGreaterThan(1);
  expect(readdirSync(scratch)).toEqual([]);
  await expect(
    measure(image, 300, join(folder, "missing")),
  ).rejects.toMatchObject({ code: "OUTPUT_UNWRITABLE" });
});

test("what has to be decoded whole is refused with what it needs", async () => {
  const image = await large("interlaced.png", true);
  await expect(measure(image, 300)).rejects.toMatchObject({
    code: "IMAGE_TOO_LARGE",
    details: { kind: "memory", file: image, needed: 514, limit: 300 },
  });
});
