/** JPEG XL as it is written: read again by another decoder, and by libjxl's own tools. */
import { execFileSync } from "node:child_process";
import { truncateSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { decodeImage, inspectImage } from "../../../electron/codecs/decode.ts";
import { encodeImage, verifyImage } from "../../../electron/codecs/encode.ts";
import {
  CURVES,
  PRIMARIES,
  rgbProfile,
} from "../../../electron/codecs/metadata/icc-profile.ts";
import type { Image } from "../../../models/image/image.ts";
import { available, testWith } from "../../support/available.ts";
import { blockImage, largestDifference } from "../../support/image-files.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { newFile, options, throughFile } from "../../support/through-file.ts";

const folder = temporaryFolder();

/** Every level once, in steps that are no pattern of the channels'. */
function levels(channels: Image["channels"], bitDepth: 8 | 16): Image {
  const [width, height] = [32, 16];
  const count = width * height * channels;
  const samples =
    bitDepth === 8 ? new Uint8Array(count) : new Uint16Array(count);
  for (let i = 0; i < count; i++) samples[i] = i * 4057;
  return { width, height, channels, samples };
}

test.each([
  [1, 8],
  [1, 16],
  [2, 16],
  [3, 8],
  [3, 16],
  [4, 8],
  [4, 16],
] as const)(
  "%i channels of %i bits are kept exactly",
  async (channels, bitDepth) => {
    const image = levels(channels, bitDepth);
    const choices = options({ bitDepth, quality: 100 });
    const result = await throughFile(image, "jxl", choices);
    expect(result.notices).toEqual([]);
    expect(result.image).toEqual(image);
  },
);

test.each([
  [1, 8],
  [2, 16],
  [3, 8],
  [4, 16],
] as const)(
  "%i channels of %i bits are in the header",
  async (channels, bitDepth) => {
    const path = newFile("jxl");
    const image = levels(channels, bitDepth);
    await encodeImage(image, path, "jxl", options({ bitDepth, quality: 80 }));
    const { width, height } = image;
    const shape = { width, height, channels, bitDepth };
    expect(await inspectImage(path)).toEqual({ format: "jxl", ...shape });
  },
);

test("quality is a choice", async () => {
  const image = blockImage(8, 8);
  const result = await throughFile(image, "jxl", options({ quality: 92 }));
  expect(largestDifference(result.image, image)).toBeLessThan(12);
});

describe("what belongs to the pixels", () => {
  const icc = rgbProfile("P3", PRIMARIES.p3, CURVES.srgb);
  const xmp = Buffer.from('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>');

  async function written(): Promise<string> {
    const path = newFile("jxl");
    const exif = (
      await sharp(
        await sharp({
          create: { width: 1, height: 1, channels: 3, background: "red" },
        })
          .withExif({ IFD0: { Model: "Camera" } })
          .jpeg()
          .toBuffer(),
      ).metadata()
    ).exif!.subarray(6);
    const metadata = { icc, exif, xmp };
    const choices = options({ quality: 100, metadata });
    expect(await encodeImage(blockImage(2, 2), path, "jxl", choices)).toEqual(
      [],
    );
    return path;
  }

  test("is read again", async () => {
    const { metadata } = await decodeImage(await written());
    const same = rgbProfile("H.273 12/13", PRIMARIES.p3, CURVES.srgb);
    expect(Buffer.from(metadata.icc!)).toEqual(Buffer.from(same));
    expect(Buffer.from(metadata.xmp!)).toEqual(xmp);
    expect(Buffer.from(metadata.exif!).includes("Camera")).toBe(true);
  });

  testWith(available.jxlinfo, "libjxl agrees", async (tool) => {
    const path = await written();
    const said = execFileSync(tool, ["-v", path], { encoding: "utf8" });
    expect(said).toMatch(/lossless, 8-bit RGB/);
    expect(said).toContain(`${icc.length.toString()}-byte ICC profile`);
    expect(said).toMatch(/Exif/);
    const png = join(folder, "out.png");
    execFileSync("djxl", [path, png], { stdio: "ignore" });
    const { image } = await decodeImage(png);
    expect(image).toEqual(blockImage(2, 2));
  });
});

test("a file that is cut off is not passed", async () => {
  const path = newFile("jxl");
  const image = levels(3, 8);
  const choices = options({ quality: 100 });
  await encodeImage(image, path, "jxl", choices);
  await verifyImage(image, path, "jxl", choices);
  truncateSync(path, 300);
  await expect(verifyImage(image, path, "jxl", choices)).rejects.toMatchObject({
    code: "OUTPUT_INVALID",
  });
});

test("more megapixels than the encoder holds are refused", async () => {
  const image = { ...levels(1, 8), width: 8000, height: 8000 };
  await expect(
    encodeImage(image, newFile("jxl"), "jxl", options({})),
  ).rejects.toMatchObject({
    code: "FORMAT_LIMIT",
    details: { kind: "pixels", megapixels: 64 },
  });
});
