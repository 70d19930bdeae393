/** "100 % done", and no file (Upscayl #493, #867, #1454; darktable #22023): acceptance test 6. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { inspectImage } from "../../../electron/codecs/decode.ts";
import { enginePeak } from "../../support/engine-memory.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { toyNetwork } from "../../support/toy-networks.ts";
import { denoiseOne } from "./engine.ts";

const folder = temporaryFolder();
const model = toyNetwork("identity", join(folder, "identity.onnx"));

/** Twice the pixels, as read and as written, and what an engine has anyway. */
const MEGABYTES = 2 * 300 + 700;

async function large(name: string, width: number, height: number) {
  const path = join(folder, name);
  await sharp({
    create: { width, height, channels: 3, background: "#7a8" },
    limitInputPixels: false,
  })
    .jpeg()
    .toFile(path);
  return path;
}

test("100 megapixels are finished in bounded memory, and the file is there", async () => {
  const input = await large("large.jpg", 12_288, 8192);
  const output = join(folder, "out.jpg");
  const report = await denoiseOne(input, output, { model, noise: 5 });
  expect(report).toMatchObject({ status: "done", output });
  expect(await inspectImage(output)).toMatchObject({
    width: 12_288,
    height: 8192,
  });
  expect(enginePeak() ?? 0).toBeLessThan(MEGABYTES);
}, 180_000);

test("more than can be read, or than the format holds, fails with a reason and leaves nothing", async () => {
  const input = await large("wide.jpg", 20_000, 100);
  const output = join(folder, "wide.webp");
  const report = await denoiseOne(input, output, { model, noise: 5 });
  expect(report).toMatchObject({
    status: "failed",
    error: { code: "FORMAT_LIMIT", details: { limit: 16_383 } },
  });
  expect(existsSync(output)).toBe(false);
});
