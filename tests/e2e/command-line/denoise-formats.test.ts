/** `nitido denoise` from file to file: every format, depth and kind of channels stays what it is, and conversions are exact. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { decodeImage } from "../../../electron/codecs/decode.ts";
import type { DenoiseResult } from "../../../electron/services/api.ts";
import type { Image } from "../../../models/image/image.ts";
import { Random } from "../../../models/random.ts";
import { blockImage, pixelsOf, saved } from "../../support/image-files.ts";
import { type Answer, answer } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

const folder = temporaryFolder();
const inputs = join(folder, "in");
mkdirSync(inputs);
const model = toyNetwork("brightener", join(folder, "brightener.onnx"));
const STEP = 10;

const denoise = (...parameters: string[]): Promise<Answer<DenoiseResult>> =>
  answer([
    ...["denoise", ...parameters, "--model", model, "--device", "cpu"],
    ...["--noise", String(STEP)],
  ]);

/** Plain blocks with room above; alpha, where there is any, is random. */
function picture(channels: Image["channels"], depth: 8 | 16 = 8): Image {
  const { width, height, samples } = blockImage(8, 6, channels < 3 ? 1 : 3);
  const random = new Random(3);
  const colours = channels < 3 ? 1 : 3;
  const scale = depth === 8 ? 1 : 257;
  const count = width * height * channels;
  const target = depth === 8 ? new Uint8Array(count) : new Uint16Array(count);
  for (let i = 0; i < count; i++) {
    const [pixel, channel] = [Math.floor(i / channels), i % channels];
    target[i] =
      channel < colours
        ? scale * samples[pixel * colours + channel]!
        : random.integer(0, 256 * scale);
  }
  return { width, height, channels, samples: target };
}

const deflate = { compression: "deflate" } as const;

/** Name, content, how it is written, and how far lossy compression may go, in levels. */
const FILES: readonly (readonly [
  name: string,
  image: Image,
  write: (pixels: Sharp) => Sharp,
  tolerance: number,
])[] = [
  ["colour.jpg", picture(3), (it) => it.jpeg({ quality: 95 }), 6],
  ["grey.jpeg", picture(1), (it) => it.jpeg({ quality: 95 }), 6],
  ["colour.png", picture(3), (it) => it.png(), 0],
  ["colour16.png", picture(3, 16), (it) => it.png(), 0],
  ["grey.png", picture(1), (it) => it.png(), 0],
  ["grey16.png", picture(1, 16), (it) => it.png(), 0],
  ["grey-alpha.png", picture(2), (it) => it.png(), 0],
  ["alpha.png", picture(4), (it) => it.png(), 0],
  ["alpha16.png", picture(4, 16), (it) => it.png(), 0],
  ["colour.tif", picture(3), (it) => it.tiff(deflate), 0],
  ["colour16.tiff", picture(3, 16), (it) => it.tiff(deflate), 0],
  ["grey.tif", picture(1), (it) => it.tiff(deflate), 0],
  ["alpha.tif", picture(4), (it) => it.tiff(deflate), 0],
  ["colour.webp", picture(3), (it) => it.webp({ lossless: true }), 30],
  ["alpha.webp", picture(4), (it) => it.webp({ lossless: true }), 30],
];

/** By how much colours rose, and alpha changed, at most and at least, in levels of 8 bits. */
function changes(before: Image, after: Image) {
  const scale = after.samples instanceof Uint16Array ? 257 : 1;
  const { channels } = before;
  const differences: Record<"colour" | "alpha", number[]> = {
    colour: [],
    alpha: [],
  };
  before.samples.forEach((value, i) => {
    const isAlpha = channels % 2 === 0 && i % channels === channels - 1;
    differences[isAlpha ? "alpha" : "colour"].push(
      (after.samples[i]! - value) / scale,
    );
  });
  return differences;
}

describe("what a file is, it stays", () => {
  const out = join(folder, "kept");
  let done: Answer<DenoiseResult>;
  beforeAll(async () => {
    for (const [name, image, write] of FILES)
      await saved(write(pixelsOf(image)), join(inputs, name));
    done = await denoise(inputs, "--out", out, "--name", "{name}");
  });

  test("everything was done", () => {
    expect(done.code).toBe(0);
    expect(done.result.files.map(({ status }) => status)).toEqual(
      FILES.map(() => "done"),
    );
  });

  test.each(FILES)("%s", async (name, _image, _write, tolerance) => {
    const [before, after] = await Promise.all(
      [inputs, out].map((place) => sharp(join(place, name)).metadata()),
    );
    const traits = ["format", "width", "height", "channels", "depth"] as const;
    for (const trait of traits) expect(after![trait]).toBe(before![trait]);

    const source = await decodeImage(join(inputs, name));
    const result = await decodeImage(join(out, name));
    const { colour, alpha } = changes(source.image, result.image);
    const mean = colour.reduce((sum, each) => sum + each, 0) / colour.length;
    expect(mean).toBeCloseTo(STEP, tolerance === 0 ? 6 : 0);
    for (const each of colour)
      expect(Math.abs(each - STEP)).toBeLessThanOrEqual(tolerance);
    expect(alpha.every((each) => each === 0)).toBe(true);
  });
});

describe("conversions", () => {
  test("16 bits hold what a network adds to 8", async () => {
    const out = join(folder, "deep");
    const { code } = await answer<DenoiseResult>([
      ...["denoise", join(inputs, "colour.png"), "--out", out],
      ...["--model", model, "--device", "cpu", "--noise", "0.5"],
      ...["--format", "tiff", "--bit-depth", "16"],
    ]);
    expect(code).toBe(0);
    const file = join(out, "colour-denoised.tif");
    const { image, format, bitDepth } = await decodeImage(file);
    expect([format, bitDepth]).toEqual(["tiff", 16]);
    const { samples } = picture(3);
    // Half a level of 8 bits is 128.5 of 16.
    for (let i = 0; i < samples.length; i++)
      expect(Math.abs(image.samples[i]! - 257 * samples[i]! - 128.5)).toBe(0.5);
  });

  test("what the format cannot keep is told", async () => {
    const { result } = await denoise(
      ...[join(inputs, "alpha16.png"), "--out", join(folder, "shallow")],
      ...["--format", "jpeg"],
    );
    expect(result.files[0]).toMatchObject({
      status: "done",
      output: join(folder, "shallow", "alpha16-denoised.jpg"),
    });
    expect(result.files[0]?.notices).toContain("TRANSPARENCY_FLATTENED");
  });
});
