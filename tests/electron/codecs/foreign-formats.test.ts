/** Formats that are only read, and AVIF, on files that other programs made (tests/samples/README.md). */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Decoded } from "../../../electron/codecs/codec.ts";
import {
  decodeImage,
  formatOf,
  inspectImage,
} from "../../../electron/codecs/decode.ts";
import { shotOf } from "../../../electron/codecs/metadata/shot.ts";
import { readThumbnail } from "../../../electron/codecs/thumbnail.ts";
import type { Image } from "../../../models/image/image.ts";
import { writeDng } from "../../support/camera-raw.ts";
import { writeExr } from "../../support/exr-files.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
const sample = (name: string): string =>
  join(import.meta.dirname, "..", "..", "samples", name);
const [width, height] = [16, 12];

/** What a sample shows at a pixel, in levels of its depth. */
type Colour = (x: number, y: number) => readonly number[];

const ramp: Colour = (x, y) => [16 * x, 20 * y, 128];
const deepRamp: Colour = (x, y) => [4097 * x, 5000 * y, 32_000];
const transparentRamp: Colour = (x, y) => [...ramp(x, y), 255 - 8 * x];

/** The largest difference from what is to be seen; infinite for another shape. */
function difference({ image }: Decoded, colour: Colour): number {
  const { channels, samples } = image;
  if (image.width !== width || image.height !== height) return Infinity;
  if (colour(0, 0).length !== channels) return Infinity;
  let largest = 0;
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (const level of colour(x, y))
        largest = Math.max(largest, Math.abs(samples[i++]! - level));
  return largest;
}

/** sRGB's curve: the 16-bit level of a linear light of 0..1. */
function lit(light: number): number {
  const signal =
    light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
  return 65_535 * signal;
}

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
    if (format !== "jxl")
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

describe("grey and black-and-white", () => {
  test("PGM and one bit stay grey", async () => {
    for (const name of ["ramp.pgm", "ramp.pbm", "ramp-text.pbm"])
      expect((await decodeImage(sample(name))).image.channels).toBe(1);
  });

  test("one bit as text and binary is the same, 1 being black", async () => {
    const binary = await decodeImage(sample("ramp.pbm"));
    const text = await decodeImage(sample("ramp-text.pbm"));
    expect(binary.image).toEqual(text.image);
    expect(binary.image.samples[0]).toBe(0);
    expect(binary.image.samples.at(-1)).toBe(255);
  });

  test("a BMP of one bit", async () => {
    const { image } = await decodeImage(sample("ramp-1-bit.bmp"));
    expect(new Set(image.samples)).toEqual(new Set([0, 255]));
  });
});

describe("linear light", () => {
  test.each(["ramp.hdr", "ramp.pfm"])(
    "%s gets the curve of sRGB",
    async (name) => {
      const decoded = await decodeImage(sample(name));
      expect(decoded).toMatchObject({ bitDepth: 16, notices: [] });
      // A shared exponent leaves the lesser channels few bits.
      const most = name === "ramp.hdr" ? 2000 : 300;
      const colour: Colour = (x, y) => ramp(x, y).map((level) => 257 * level);
      expect(difference(decoded, colour)).toBeLessThan(most);
    },
  );

  const plane = (value: (x: number, y: number) => number): number[] =>
    Array.from({ length: width * height }, (_, i) =>
      value(i % width, Math.floor(i / width)),
    );

  test("OpenEXR: rows from the top, alpha without a curve", async () => {
    const path = join(folder, "a.exr");
    const alpha = 0.5;
    writeFileSync(
      path,
      writeExr(width, height, {
        R: plane((x) => (alpha * x) / 15),
        G: plane((_, y) => (alpha * y) / 11),
        B: plane(() => alpha * 0.25),
        A: plane(() => alpha),
      }),
    );
    const decoded = await decodeImage(path);
    expect(decoded).toMatchObject({ format: "exr", bitDepth: 16, notices: [] });
    const colour: Colour = (x, y) => [
      ...[x / 15, y / 11, 0.25].map(lit),
      32_768,
    ];
    expect(difference(decoded, colour)).toBeLessThan(2);
  });

  test("what is brighter than white is cut off, and that is said", async () => {
    const path = join(folder, "bright.exr");
    writeFileSync(path, writeExr(width, height, { Y: plane((x) => x) }));
    const { image, notices } = await decodeImage(path);
    expect(notices).toEqual(["RANGE_CLIPPED"]);
    expect(image.channels).toBe(1);
    expect([...image.samples.slice(0, 3)]).toEqual([0, 65_535, 65_535]);
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

describe("camera RAW", () => {
  /** A grey card, half of it in the shade, under yellow light. */
  const dng = (orientation: number): string => {
    const path = join(folder, `${orientation.toString()}.dng`);
    writeFileSync(
      path,
      writeDng({
        width: 64,
        height: 48,
        neutral: [0.8, 1, 0.5],
        orientation,
        light: (x) => (x < 32 ? 0.4 : 0.1),
      }),
    );
    return path;
  };
  const pixel = ({ width, samples }: Image, x: number, y: number): number[] => [
    ...samples.slice(3 * (y * width + x), 3 * (y * width + x) + 3),
  ];
  /** Rec. 2020's curve. */
  const level = (light: number): number =>
    65_535 * (1.0993 * light ** 0.45 - 0.0993);

  test("grey is grey, in 16 bits, as bright as it was taken", async () => {
    const decoded = await decodeImage(dng(1));
    expect(decoded).toMatchObject({
      format: "raw",
      bitDepth: 16,
      notices: ["RAW_DEVELOPED"],
    });
    const lit = pixel(decoded.image, 8, 20);
    const shaded = pixel(decoded.image, 56, 20);
    for (const value of lit)
      expect(Math.abs(value - level(0.4))).toBeLessThan(400);
    for (const value of shaded)
      expect(Math.abs(value - level(0.1))).toBeLessThan(400);
    expect(decoded.metadata.icc).toBeDefined();
    expect(await shotOf(decoded.metadata.exif!)).toMatchObject({
      camera: "Test camera",
      iso: 800,
    });
  });

  test("stands upright", async () => {
    const { image } = await decodeImage(dng(6));
    expect([image.width, image.height]).toEqual([48, 64]);
    // What was left is now at the top.
    expect(pixel(image, 20, 4)[1]).toBeGreaterThan(pixel(image, 20, 60)[1]!);
  });

  test("is known by its content, whatever it is called", async () => {
    const path = join(folder, "photo.tif");
    writeFileSync(path, readFileSync(dng(1)));
    expect(await formatOf(path)).toBe("raw");
  });

  test("has a small picture", async () => {
    const { width, height } = await readThumbnail(dng(6), 24);
    expect([width, height]).toEqual([18, 24]);
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

  test("a RAW file, cut off before its pixels", async () => {
    const path = join(folder, "cut.dng");
    const whole = writeDng({
      width: 8,
      height: 8,
      neutral: [1, 1, 1],
      light: () => 0.5,
    });
    writeFileSync(path, whole.slice(0, 300));
    await expect(decodeImage(path)).rejects.toMatchObject({
      details: { file: path },
    });
  });

  test("larger than allowed", async () => {
    for (const name of ["ramp.heic", "ramp.jxl", "ramp.bmp", "ramp.hdr"])
      await expect(
        decodeImage(sample(name), { pixelLimit: 100 }),
      ).rejects.toMatchObject({ code: "IMAGE_TOO_LARGE" });
  });
});
