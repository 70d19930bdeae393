/** Saving an image that is open: from what is decoded and denoised already, with the result that its file would give. */
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { decodeImage } from "../../../electron/codecs/decode.ts";
import { startEngine } from "../../../electron/engine/client.ts";
import {
  largestDifference,
  pixelsOf,
  randomImage,
  saved,
} from "../../support/image-files.ts";
import { noisyStripes, PREVIEW, watching } from "../../support/preview.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { wholeWay } from "../../support/whole-way.ts";

const folder = temporaryFolder();
const engine = startEngine();
afterAll(() => engine.stop());
const { exported } = watching(engine, folder);

const noisy = noisyStripes(700, 300);
const input = await saved(pixelsOf(noisy).png(), join(folder, "noisy.png"));
const BLEND = { strength: 90, luma: 80, chroma: 100, detail: 60 };

test("gives the pixels that denoising the file gives", async () => {
  const image = "saved";
  await engine.openImage({ id: image, path: input });
  await engine.preview({ id: image, ...PREVIEW });
  const direct = await exported(input, BLEND);
  const fromOpen = await exported(input, { ...BLEND, image });
  expect(largestDifference(direct, fromOpen)).toBeLessThanOrEqual(1);
  const different = direct.samples.filter(
    (value, i) => value !== fromOpen.samples[i],
  );
  expect(different.length / direct.samples.length).toBeLessThan(1e-3);
});

test("denoises what the preview has not denoised that way", async () => {
  const image = "partly";
  await engine.openImage({ id: image, path: input });
  const settings = { ...BLEND, noise: 25 };
  const direct = await exported(input, settings);
  expect(await exported(input, { ...settings, image })).toEqual(direct);
});

test("takes the pixels that are open, not those of the file meanwhile", async () => {
  const path = await saved(pixelsOf(noisy).png(), join(folder, "changing.png"));
  await engine.openImage({ id: "changing", path });
  await saved(pixelsOf(randomImage(9, 9, 3)).png(), path);
  const { width } = await exported(path, { image: "changing" });
  expect(width).toBe(700);
  const other = await exported(path, { image: "not open" });
  expect(other.width).toBe(9);
});

test("runs no network when the denoised pixels are given", async () => {
  const decoded = await decodeImage(input);
  const grey = new Uint16Array(3 * 700 * 300).fill(257 * 99);
  const output = join(folder, "given.png");
  await wholeWay(
    { input, output, format: "png", quality: 92, metadata: "none" },
    { ...decoded.image, samples: grey },
  );
  const { image } = await decodeImage(output);
  expect(new Set(image.samples)).toEqual(new Set([99]));
});
