import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { expect, test } from "vitest";
import type { WritableFormat } from "../../../../electron/codecs/codec.ts";
import {
  denoiseFile,
  type FileJob,
} from "../../../../electron/engine/denoise/denoise-file.ts";
import { createTurns } from "../../../../electron/engine/denoise/overlap.ts";
import { fakeMeter } from "../../../support/fake-meter.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const folder = temporaryFolder();
/** Too little for any pixels, enough for the rest. */
const TIGHT = 250e6 + 200 * 1280 ** 2 + 1;

const hidden = () => readdirSync(folder).filter((name) => name.startsWith("."));

/** Halves the difference to grey, and looks at the noise map. */
const network: FileJob["network"] = {
  ...{ name: "toy", margin: 8, alignment: 8 },
  run: (image, sigma) =>
    Promise.resolve(image.map((value) => 0.3 + value / 2 + sigma[0]!)),
};

async function run(
  input: string,
  name: string,
  format: WritableFormat,
  memory: number,
  more: Partial<FileJob> = {},
): Promise<Buffer> {
  const output = join(folder, name);
  let files: string[] = [];
  await denoiseFile({
    ...{ input, output, format, memory, network },
    bitDepth: "keep",
    quality: 92,
    meter: fakeMeter,
    overwrite: true,
    inputs: new Set(),
    noise: "auto",
    blend: { strength: 90, luma: 100, chroma: 80, detail: 30 },
    turns: createTurns(),
    metadata: "keep",
    signal: new AbortController().signal,
    onProgress: () => (files = hidden()),
    ...more,
  });
  expect(files).toHaveLength(memory === TIGHT ? 1 : 0);
  expect(hidden()).toEqual([]);
  return readFileSync(output);
}

/** A noisy picture that has a colour for each place. */
async function picture(
  name: string,
  channels: 1 | 2 | 3 | 4,
  make: (pixels: Sharp) => Sharp,
  deep = false,
): Promise<string> {
  const [width, height] = [230, 150];
  const count = width * height * channels;
  const samples = deep ? new Uint16Array(count) : new Uint8Array(count);
  const top = deep ? 65_535 : 255;
  for (let i = 0, seed = 1; i < count; i++) {
    seed = (seed * 48_271) % 2_147_483_647;
    const place = Math.floor(i / channels) % width;
    samples[i] = top * ((0.9 * place) / width + 0.1 * (seed / 2_147_483_647));
  }
  const space =
    channels < 3 ? (deep ? "grey16" : "b-w") : deep ? "rgb16" : "srgb";
  const path = join(folder, name);
  const raw = { width, height, channels };
  await make(sharp(samples, { raw }).toColourspace(space)).toFile(path);
  return path;
}

const turned = (orientation: number) => (pixels: Sharp) =>
  pixels.withMetadata({ orientation });

test.each([
  ["rgb.jpg", 3, turned(6), "jpeg", {}],
  ["progressive.jpg", 3, (p) => p.jpeg({ progressive: true }), "png", {}],
  ["grey.jpg", 1, turned(5), "jpeg", { progressive: true }],
  ["alpha.png", 4, (p) => p.png(), "png", { bitDepth: 16 }],
  ["alpha2.png", 4, (p) => p.png({ progressive: true }), "jpeg", {}],
  ["grey-alpha.png", 2, (p) => p.png(), "tiff", {}],
  ["deep.png", 3, (p) => p.png(), "jpeg", {}, true],
  ["deep-grey.tif", 1, (p) => turned(8)(p).tiff(), "tiff", {}, true],
  ["deep-grey-alpha.png", 2, (p) => p.png(), "png", {}, true],
  [
    "tiled.tif",
    3,
    (p) => p.tiff({ tile: true }),
    "tiff",
    { bitDepth: 8 },
    true,
  ],
  ["webp.webp", 4, (p) => p.webp(), "png", {}],
] as [
  string,
  1 | 2 | 3 | 4,
  (pixels: Sharp) => Sharp,
  WritableFormat,
  Partial<FileJob>,
  boolean?,
][])(
  "%s of %i channels comes out the same through files as in memory",
  async (name, channels, make, format, more, deep) => {
    const input = await picture(name, channels, make, deep);
    const whole = await run(input, "whole", format, 4e9, more);
    const streamed = await run(input, "streamed", format, TIGHT, more);
    expect(streamed.equals(whole)).toBe(true);
  },
);

test.each([
  ["rgb", 3],
  ["grey", 1],
] as const)("floats (%s) as well", async (name, channels) => {
  const input = await picture(`float-${name}.tif`, channels, (pixels) =>
    pixels.toColourspace(channels === 1 ? "b-w" : "scrgb").tiff(),
  );
  const whole = await run(input, "whole", "tiff", 4e9);
  expect((await run(input, "streamed", "tiff", TIGHT)).equals(whole)).toBe(
    true,
  );
});

test("says before the work what is needed and how much is allowed", async () => {
  const input = await picture("in.png", 3, (pixels) => pixels.png());
  await expect(run(input, "out.png", "png", 200e6)).rejects.toMatchObject({
    code: "IMAGE_TOO_LARGE",
    details: { kind: "memory", file: input, needed: 280, limit: 200 },
  });
  expect(readdirSync(folder)).not.toContain("out.png");
});
