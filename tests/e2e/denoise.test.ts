/** `nitido denoise` from file to file: what is kept, what is reported, and that a bad file stops nothing. */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { decodeImage } from "../../electron/codecs/decode.ts";
import { exportDenoiser } from "../../electron/engine/onnx/export.ts";
import type { DenoiseResult } from "../../electron/services/api.ts";
import { initialise } from "../../models/networks/network.ts";
import { unet } from "../../models/networks/unet.ts";
import { Random } from "../../models/random.ts";
import {
  blockImage,
  largestDifference,
  pixelsOf,
  randomImage,
  saved,
} from "../support/image-files.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { nitido } from "./nitido.ts";

const root = temporaryFolder();
const inputs = join(root, "in");
mkdirSync(join(inputs, "älbum"), { recursive: true });

const denoise = (...args: string[]) =>
  nitido<DenoiseResult>("denoise", "--model", "fast-awgn", ...args);

/** Every file below a folder, hidden ones too. */
const everything = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();

describe("a folder of good and bad files", () => {
  const out = join(root, "out");

  test("is denoised where it can be, reported where it cannot", async () => {
    const image = blockImage(9, 7);
    await saved(pixelsOf(image).jpeg(), join(inputs, "a.jpg"));
    await saved(pixelsOf(image).png(), join(inputs, "b.png"));
    await saved(
      pixelsOf(randomImage(40, 24, 4, 16)).png(),
      join(inputs, "älbum", "c.png"),
    );
    await saved(
      pixelsOf(image).toColourspace("cmyk").tiff(),
      join(inputs, "cmyk.tif"),
    );
    const whole = readFileSync(join(inputs, "a.jpg"));
    writeFileSync(join(inputs, "cut.jpg"), whole.subarray(0, 300));
    writeFileSync(join(inputs, "empty.png"), "");
    writeFileSync(join(inputs, "text.webp"), "no picture at all");
    writeFileSync(join(inputs, "Thumbs.db"), "not listed");
    symlinkSync(inputs, join(inputs, "älbum", "loop"));

    const { status, result } = await denoise(
      inputs,
      join(root, "missing.png"),
      ...["--out", out, "--recursive"],
    );
    expect(status).toBe(1);
    const reports = Object.fromEntries(
      result.files.map(({ input, status: became, error }) => [
        input.slice(root.length + 1),
        error?.code ?? became,
      ]),
    );
    expect(reports).toEqual({
      "in/a.jpg": "done",
      "in/b.png": "done",
      "in/cmyk.tif": "COLOUR_UNSUPPORTED",
      "in/cut.jpg": "FILE_DAMAGED",
      "in/empty.png": "FILE_EMPTY",
      "in/text.webp": "FORMAT_UNSUPPORTED",
      [join("in", "älbum", "c.png")]: "done",
      "missing.png": "FILE_NOT_FOUND",
    });
    for (const { error, input } of result.files)
      if (error) expect(error.message).toContain(input);
    expect(everything(out)).toEqual([
      "a-denoised.jpg",
      "b-denoised.png",
      "c-denoised.png",
    ]);
  });

  test("keeps depth, channels and transparency", async () => {
    const source = await decodeImage(join(inputs, "älbum", "c.png"));
    const result = await decodeImage(join(out, "älbum", "c-denoised.png"));
    expect([result.bitDepth, result.image.channels]).toEqual([16, 4]);
    const alpha = (samples: ArrayLike<number>) =>
      Array.from(samples).filter((_, i) => i % 4 === 3);
    expect(alpha(result.image.samples)).toEqual(alpha(source.image.samples));
  });

  test("is not overwritten unless asked, and can be skipped", async () => {
    const photo = join(inputs, "b.png");
    const before = readFileSync(join(out, "b-denoised.png"));
    const again = await denoise(photo, "--out", out, "--strength", "0");
    expect([again.status, again.result.files[0]?.error?.code]).toEqual([
      1,
      "OUTPUT_EXISTS",
    ]);
    const skipped = await denoise(photo, "--out", out, "--skip-existing");
    expect([skipped.status, skipped.result.files[0]?.status]).toEqual([
      0,
      "skipped",
    ]);
    expect(readFileSync(join(out, "b-denoised.png"))).toEqual(before);
  });

  test("comes out as it went in at strength 0", async () => {
    const photo = join(inputs, "b.png");
    const target = join(root, "identity.png");
    const { status } = await denoise(photo, "--out", target, "--strength", "0");
    expect(status).toBe(0);
    const [source, copy] = [
      await decodeImage(photo),
      await decodeImage(target),
    ];
    expect(largestDifference(source.image, copy.image)).toBe(0);
  });
});

describe("what would harm a photograph", () => {
  test("is refused: the output being the input, also through a link", async () => {
    const photo = join(inputs, "b.png");
    const before = readFileSync(photo);
    symlinkSync(photo, join(root, "link.png"));
    for (const target of [photo, join(root, "link.png")]) {
      const { status, result } = await denoise(
        photo,
        "--out",
        target,
        "--overwrite",
      );
      expect([status, result.files[0]?.error?.code]).toEqual([
        1,
        "OUTPUT_IS_INPUT",
      ]);
    }
    expect(readFileSync(photo)).toEqual(before);
  });

  test("is refused: a decompression bomb, by its header", async () => {
    const bomb = join(root, "bomb.png");
    const png = await sharp({
      create: { width: 1, height: 1, channels: 3, background: "red" },
    })
      .png()
      .toBuffer();
    png.writeUInt32BE(60_000, 16);
    png.writeUInt32BE(60_000, 20);
    writeFileSync(bomb, png);
    const { result } = await denoise(bomb, "--out", join(root, "bombed"));
    expect(["IMAGE_TOO_LARGE", "FILE_DAMAGED"]).toContain(
      result.files[0]?.error?.code,
    );
  });
});

describe("a model", () => {
  const photo = join(inputs, "b.png");
  const network = unet({ name: "tiny", widths: [2, 2], blocks: 1 });
  const weights = initialise(network, new Random(1));

  test.each([
    ["nowhere", "MODEL_UNKNOWN", undefined],
    ["text.onnx", "MODEL_DAMAGED", new TextEncoder().encode("no model")],
    [
      "cut.onnx",
      "MODEL_DAMAGED",
      exportDenoiser(network, weights).subarray(0, 900),
    ],
  ])("%s is refused with %s", async (name, code, bytes) => {
    const path = bytes ? join(root, name) : name;
    if (bytes) writeFileSync(path, bytes);
    const { status, result } = await nitido(
      ...["denoise", photo, "--out", join(root, "m"), "--model", path],
    );
    expect(status).not.toBe(0);
    expect(result.error?.code).toBe(code);
  });

  test("whose output is no number writes nothing", async () => {
    const [head] = weights.values();
    head?.data.fill(NaN);
    const path = join(root, "nan.onnx");
    writeFileSync(path, exportDenoiser(network, weights));
    const out = join(root, "nan");
    const { status, result } = await nitido<DenoiseResult>(
      ...["denoise", photo, "--out", out, "--model", path],
    );
    expect(status).toBe(1);
    expect(result.files[0]?.error?.code).toBe("MODEL_OUTPUT_INVALID");
    expect(everything(out)).toEqual([]);
  });
});
