/** Seams and brightness shifts at the borders of tiles (RapidRAW #1513, #1070, #1439, #1496; Upscayl #601, #1073; darktable #21065): acceptance test 3. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeImage } from "../../../electron/codecs/decode.ts";
import { encodeImage } from "../../../electron/codecs/encode.ts";
import { exportDenoiser } from "../../../electron/engine/onnx/export.ts";
import { constant } from "../../../models/graph/graph.ts";
import { add } from "../../../models/graph/ops/add.ts";
import { conv2d } from "../../../models/graph/ops/conv2d.ts";
import { mul } from "../../../models/graph/ops/mul.ts";
import { upsampleNearest } from "../../../models/graph/ops/upsample-nearest.ts";
import type { Image } from "../../../models/image/image.ts";
import { Random } from "../../../models/random.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { denoiseOne } from "./engine.ts";

const folder = temporaryFolder();

/** Grey of level 118, under white noise. */
async function flatGrey(
  name: string,
  [width, height]: readonly [number, number],
  sigma: number,
): Promise<{ path: string; image: Image }> {
  const random = new Random(4);
  // A table, as drawing 120 million numbers would take long.
  const table = Uint8Array.from({ length: 4093 }, () =>
    Math.round(118 + sigma * random.normal()),
  );
  const samples = new Uint8Array(3 * width * height);
  for (let i = 0; i < samples.length; i++)
    samples[i] = table[(i * 7 + (i >> 9)) % table.length]!;
  const image = { width, height, channels: 3, samples } as const;
  const path = join(folder, name);
  const settings = { bitDepth: 8, quality: 90, metadata: {} } as const;
  await encodeImage(image, path, "tiff", { ...settings, compression: "none" });
  return { path, image };
}

/** Each pixel becomes the mean of the three in its row; beyond the border are zeros, as in most networks. */
function rowMeans(): string {
  const path = join(folder, "means.onnx");
  const weights = Array.from({ length: 9 * 9 }, (_, i) => {
    const [to, from, row] = [
      Math.floor(i / 27),
      Math.floor(i / 9) % 3,
      Math.floor(i / 3) % 3,
    ];
    return to === from && row === 1 ? 1 / 3 : 0;
  });
  const network = exportDenoiser(
    {
      name: "means",
      forward: ({ image, sigma }, weight) =>
        add(
          conv2d(image, constant([3, 3, 3, 3], weights), { padding: 1 }),
          mul(weight("gain", [1]), upsampleNearest(sigma, 2)),
        ),
    },
    new Map([["gain", { shape: [1], data: Float32Array.of(0) }]]),
  );
  writeFileSync(path, network);
  return path;
}

test("40 megapixels: every pixel is what the whole image gives, at the borders of tiles too", async () => {
  const { path, image } = await flatGrey("large.tif", [7744, 5168], 12);
  const out = join(folder, "large-out.tif");
  const report = await denoiseOne(path, out, { model: rowMeans(), noise: 12 });
  expect(report.status).toBe("done");
  const { image: after } = await decodeImage(out);
  const { width, height, samples } = image;
  const row = 3 * width;
  let wrong = 0;
  for (let y = 0; y < height; y++)
    for (let i = y * row + 3; i < (y + 1) * row - 3; i++) {
      const mean = (samples[i - 3]! + samples[i]! + samples[i + 3]!) / 3;
      if (Math.abs(after.samples[i]! - mean) > 0.51) wrong++;
    }
  expect(wrong).toBe(0);
}, 180_000);

test("the shipped network leaves no line in the means of columns and rows", async () => {
  const [width, height] = [1500, 900];
  const { path } = await flatGrey("small.tif", [width, height], 12);
  const out = join(folder, "small-out.tif");
  expect((await denoiseOne(path, out)).status).toBe("done");
  const { samples } = (await decodeImage(out)).image;
  const columns = new Float64Array(width);
  const rows = new Float64Array(height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const green = samples[3 * (y * width + x) + 1]!;
      columns[x]! += green / height;
      rows[y]! += green / width;
    }
  for (const means of [columns, rows]) {
    // In the outermost pixels the network guesses what lies beyond.
    const inside = means.subarray(8, -8);
    expect(Math.max(...inside) - Math.min(...inside)).toBeLessThan(1);
    expect(
      Math.abs(inside.reduce((a, b) => a + b) / inside.length - 118),
    ).toBeLessThan(0.5);
  }
}, 120_000);

test.each(["fast-photo", "fast-awgn"])(
  "%s makes no edge brighter or darker than the field",
  async (model) => {
    // Along the edges a mean of so many pixels is sure to a tenth of a level.
    for (const [width, height] of [
      [4096, 96],
      [96, 4096],
    ] as const) {
      const name = `edge-${model}-${width.toString()}`;
      const { path } = await flatGrey(`${name}.tif`, [width, height], 10);
      const out = join(folder, `${name}-out.tif`);
      const settings = { model, noise: 10 };
      expect((await denoiseOne(path, out, settings)).status).toBe("done");
      const { samples } = (await decodeImage(out)).image;
      const means = new Float64Array(96);
      for (let i = 0; i < samples.length; i++) {
        const pixel = Math.floor(i / 3);
        const [x, y] = [pixel % width, Math.floor(pixel / width)];
        means[width === 96 ? x : y]! += samples[i]! / (3 * 4096);
      }
      const inside = means.subarray(32, -32);
      const field = inside.reduce((a, b) => a + b) / inside.length;
      for (const mean of means)
        expect(Math.abs(mean - field)).toBeLessThan(0.5);
    }
  },
  120_000,
);
