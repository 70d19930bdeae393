/** Formats that are only read, and AVIF, on files that other programs made (tests/samples/README.md). */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodeImage, inspectImage } from "../../../electron/codecs/decode.ts";
import { shotOf } from "../../../electron/codecs/metadata/shot.ts";
import { readThumbnail } from "../../../electron/codecs/thumbnail.ts";
import {
  deepRamp,
  difference,
  height,
  ramp,
  sample,
  transparentRamp,
  width,
} from "../../support/ramp-samples.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();

describe("exactly as stored", () => {
  test.each([
    ["ramp.heic", "heic", ramp],
    ["ramp-alpha.heic", "heic", transparentRamp],
    ["ramp.jxl", "jxl", ramp],
    ["ramp-16-bits.jxl", "jxl", deepRamp],
    ["ramp.bmp", "bmp", ramp],
    ["ramp-palette.bmp", "bmp", ramp],
    ["ramp-runs.bmp", "bmp", ramp],
    ["ramp-alpha.bmp", "bmp", transparentRamp],
    ["ramp.ppm", "pnm", ramp],
    ["ramp-text.ppm", "pnm", ramp],
    ["ramp-16-bits.ppm", "pnm", deepRamp],
    ["ramp.pam", "pnm", transparentRamp],
    ["ramp-tiled.tif", "tiff", ramp],
    ["ramp-float.tif", "tiff", deepRamp],
  ] as const)("%s", async (name, format, colour) => {
    const decoded = await decodeImage(sample(name));
    expect(decoded).toMatchObject({ format, notices: [] });
    expect(difference(decoded, colour)).toBeLessThanOrEqual(1);
    const { image, bitDepth } = decoded;
    const info = await inspectImage(sample(name));
    expect(info).toMatchObject({ format, width, height });
    expect(info).toMatchObject({ channels: image.channels, bitDepth });
  });
});

test.each([
  ["ramp-10-bits.heic", deepRamp, (2 * 65_535) / 1023],
  ["ramp-565.bmp", ramp, 8],
  ["ramp.avif", ramp, 16],
  ["ramp.gif", ramp, 0],
  ["ramp-pages.tif", ramp, 0],
] as const)("%s, within what its bits can hold", async (name, colour, most) => {
  expect(
    difference(await decodeImage(sample(name)), colour),
  ).toBeLessThanOrEqual(most);
});

test("white of 10 bits is white of 16", async () => {
  const { image } = await decodeImage(sample("ramp-10-bits.heic"));
  expect(image.samples[3 * 15]).toBeGreaterThan(61_000);
  expect(image.samples.every((level) => level <= 65_535)).toBe(true);
});

describe("what is said of it", () => {
  test.each([
    ["ramp.gif", "FIRST_FRAME_ONLY"],
    ["ramp-pages.tif", "FIRST_PAGE_ONLY"],
    ["ramp-cmyk.jpg", "CMYK_CONVERTED"],
    ["ramp-cmyk.tif", "CMYK_CONVERTED"],
  ])("%s: %s", async (name, notice) => {
    const { image, notices } = await decodeImage(sample(name));
    expect(notices).toEqual([notice]);
    expect(image.channels).toBe(3);
  });

  test("the colours of CMYK stay near what they were, and its profile goes", async () => {
    const decoded = await decodeImage(sample("ramp-cmyk.tif"));
    expect(decoded.metadata.icc).toBeUndefined();
    expect(difference(decoded, ramp)).toBeLessThan(100);
  });
});

describe("JPEG XL around its pixels", () => {
  test("stands upright, with EXIF and XMP", async () => {
    const { image, metadata } = await decodeImage(sample("ramp-turned.jxl"));
    expect([image.width, image.height]).toEqual([12, 16]);
    expect(await shotOf(metadata.exif!)).toMatchObject({ iso: 800 });
    expect(Buffer.from(metadata.xmp!).toString()).toContain("Rating");
  });
});

test("all have small pictures in the colours of the screen", async () => {
  for (const name of ["ramp.heic", "ramp.jxl", "ramp.bmp", "ramp.hdr"])
    expect(await readThumbnail(sample(name), 8)).toMatchObject({
      width: 8,
      height: 6,
    });
});

describe("damaged", () => {
  test.each([
    "ramp.heic",
    "ramp.jxl",
    "ramp-tiled.tif",
    "ramp.bmp",
    "ramp.ppm",
    "ramp-text.ppm",
    "ramp.pfm",
    "ramp.hdr",
    "ramp.avif",
  ])("%s, cut off", async (name) => {
    const bytes = readFileSync(sample(name));
    for (const part of [0.5, 0.8]) {
      const path = join(folder, `cut-${part.toString()}-${name}`);
      writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length * part)));
      await expect(decodeImage(path)).rejects.toMatchObject({
        code: "FILE_DAMAGED",
        details: { file: path },
      });
    }
  });

  test("a PAM that does not say how many channels it has", async () => {
    const path = join(folder, "a.pam");
    const text = readFileSync(sample("ramp.pam"), "latin1");
    writeFileSync(path, text.replace("DEPTH", "depth"), "latin1");
    await expect(inspectImage(path)).rejects.toMatchObject({
      code: "FILE_DAMAGED",
    });
  });

  test("larger than allowed", async () => {
    for (const name of ["ramp.heic", "ramp.jxl", "ramp.bmp", "ramp.hdr"])
      await expect(
        decodeImage(sample(name), { pixelLimit: 100 }),
      ).rejects.toMatchObject({ code: "IMAGE_TOO_LARGE" });
  });
});
