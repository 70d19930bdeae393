/** Synthetic noise on an open image: measured, denoised, scored against the clean pixels, and taken away. */
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { decodeImage } from "../../../electron/codecs/decode.ts";
import { startEngine } from "../../../electron/engine/client.ts";
import { pixelsOf, saved } from "../../support/image-files.ts";
import { PREVIEW, watching } from "../../support/preview.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
const engine = startEngine();
afterAll(() => engine.stop());
const { tile, exported } = watching(engine, folder);

const [width, height] = [200, 150];
const clean = await saved(
  pixelsOf({
    width,
    height,
    channels: 3,
    samples: Uint8Array.from({ length: 3 * width * height }, (_, i) =>
      Math.round(120 + 60 * Math.sin((Math.floor(i / 3) % width) / 9)),
    ),
  }).png(),
  join(folder, "clean.png"),
);
const FULL = { strength: 100, luma: 100, chroma: 100, detail: 0 };
const NOISE = { kind: "white", level: 15, seed: 1 } as const;

test("noise is added, measured, denoised and scored", async () => {
  const id = "scored";
  const before = await engine.openImage({ id, path: clean });
  expect(before.noise.sigma[0]).toBeLessThan(4);
  expect(await engine.scores({ id, blend: FULL })).toBeNull();

  const after = await engine.addNoise({ id, noise: NOISE });
  expect(after.revision).toBeGreaterThan(before.revision);
  expect(Math.abs(after.noise.sigma[1] - 15)).toBeLessThan(3);
  expect(await engine.scores({ id, blend: FULL })).toBeNull();

  await engine.preview({ id, ...PREVIEW, noise: "auto" });
  const scores = await engine.scores({ id, blend: FULL });
  expect(scores?.noisy.psnr).toBeCloseTo(20 * Math.log10(255 / 15), 0);
  expect(scores?.denoised.psnr).toBeGreaterThan(scores!.noisy.psnr + 5);
  expect(scores?.denoised.ssim).toBeGreaterThan(scores!.noisy.ssim);
  const none = await engine.scores({ id, blend: { ...FULL, strength: 0 } });
  expect(none?.denoised).toEqual(scores?.noisy);
});

test("what is shown and saved has the noise, until it is taken away", async () => {
  const id = "shown";
  await engine.openImage({ id, path: clean });
  const { image } = await decodeImage(clean);
  const first = (await tile(id)).noisy;
  await engine.addNoise({ id, noise: NOISE });
  expect((await tile(id)).noisy).not.toEqual(first);
  const file = await exported(clean, { image: id, strength: 0 });
  expect(file.samples).not.toEqual(image.samples);
  const { noise } = await engine.addNoise({ id, noise: null });
  expect((await tile(id)).noisy).toEqual(first);
  expect(noise.sigma[0]).toBeLessThan(4);
});

test("the plots are those of the pixels that are open", async () => {
  const id = "plotted";
  await engine.openImage({ id, path: clean });
  await engine.addNoise({ id, noise: NOISE });
  const { correlation, points } = await engine.noisePlots({ id });
  expect(correlation.values[correlation.values.length >> 1]).toBeCloseTo(1, 6);
  expect(points.length).toBeGreaterThan(0);
});
