/** `nitido denoise` from file to file: every format, depth and kind of channels stays what it is, and conversions are exact. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { decodeImage } from "../../../electron/codecs/decode.ts";
import type { DenoiseResult } from "../../../electron/services/api-files.ts";
import type { Image } from "../../../models/image/image.ts";
import { Random } from "../../../models/random.ts";
import { blockImage, pixelsOf, saved } from "../../support/image-files.ts";
import { gainMapJpeg } from "../../support/gain-map.ts";
import { type Answer, answer, program } from "../../support/program.ts";
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
    ...["--noise", String(STEP), "--quality", "100"],
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
  ["colour.jpg", picture(3), (it) => it.jpeg({ quality: 95 }), 4],
  ["grey.jpeg", picture(1), (it) => it.jpeg({ quality: 95 }), 4],
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
  ["colour.webp", picture(3), (it) => it.webp({ lossless: true }), 0],
  ["alpha.webp", picture(4), (it) => it.webp({ lossless: true }), 0],
];

/** How far colours are from having risen by STEP, and alpha from being as it was, at worst, in levels of 8 bits. */
function worst(before: Image, after: Image) {
  const scale = after.samples instanceof Uint16Array ? 257 : 1;
  const { channels } = before;
  let [colour, alpha] = [0, 0];
  before.samples.forEach((value, i) => {
    const change = (after.samples[i]! - value) / scale;
    if (channels % 2 === 0 && i % channels === channels - 1)
      alpha = Math.max(alpha, Math.abs(change));
    else colour = Math.max(colour, Math.abs(change - STEP));
  });
  return { colour, alpha };
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
    const { colour, alpha } = worst(source.image, result.image);
    expect(colour).toBeLessThanOrEqual(tolerance);
    expect(alpha).toBe(0);
  });
});

describe("conversions", () => {
  test("16 bits hold what a network adds to 8", async () => {
    const out = join(folder, "deep");
    const { code } = await answer<DenoiseResult>([
      ...["denoise", join(inputs, "colour.png"), "--out", out],
      ...["--model", model, "--device", "cpu", "--noise", "2.5"],
      ...["--format", "tiff", "--bit-depth", "16"],
    ]);
    expect(code).toBe(0);
    const file = join(out, "colour-denoised.tif");
    const { image, format, bitDepth } = await decodeImage(file);
    expect([format, bitDepth]).toEqual(["tiff", 16]);
    const { samples } = picture(3);
    // Two and a half levels of 8 bits are 642.5 of 16.
    const errors = Array.from(samples, (value, i) =>
      Math.abs(image.samples[i]! - 257 * value - 642.5),
    );
    expect(Math.max(...errors)).toBe(0.5);
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

  test.each([
    ["en", "the brightness map for HDR displays was left out"],
    ["es", "se ha omitido el mapa de brillo para pantallas HDR"],
  ])("that a gain map is left out is told: %s", async (language, said) => {
    const size = { width: 64, height: 48 };
    const input = await gainMapJpeg(join(folder, "bright.jpg"), size);
    const out = join(folder, `bright-${language}`);
    const { code, stderr } = await program([
      ...["--lang", language, "denoise", input, "--out", out],
      ...["--model", model, "--device", "cpu"],
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain(said);
    const written = await sharp(join(out, "bright-denoised.jpg")).metadata();
    expect(written).toMatchObject(size);
    expect(written.gainMap).toBeUndefined();
  });
});
