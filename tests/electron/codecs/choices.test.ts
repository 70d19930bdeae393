/** What can be chosen when a file is written: bits, dithering, how colour and structure are stored. */
import { readFileSync } from "node:fs";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { decodeImage } from "../../../electron/codecs/decode.ts";
import { encodeImage } from "../../../electron/codecs/encode.ts";
import { readTiff } from "../../../electron/codecs/metadata/ifd.ts";
import { bytesOf } from "../../../electron/codecs/metadata/read-bytes.ts";
import type { Image } from "../../../models/image/image.ts";
import {
  blockImage,
  largestDifference,
  randomImage,
} from "../../support/image-files.ts";
import { newFile, options, throughFile } from "../../support/through-file.ts";

describe("AVIF", () => {
  test.each([
    [8, 3, 6],
    [10, 3, 6],
    [12, 3, 6],
    [8, 4, 6],
    [12, 4, 6],
  ] as const)("%d bits, %d channels", async (bitDepth, channels, most) => {
    const blocks = blockImage(4, 4);
    const scale = bitDepth === 8 ? 1 : 257;
    const count = blocks.width * blocks.height;
    const samples = new (bitDepth === 8 ? Uint8Array : Uint16Array)(
      count * channels,
    );
    for (let i = 0; i < count; i++) {
      for (let c = 0; c < 3; c++)
        samples[i * channels + c] = scale * blocks.samples[3 * i + c]!;
      if (channels === 4) samples[4 * i + 3] = scale * 77;
    }
    const image: Image = { ...blocks, channels, samples };
    const result = await throughFile(
      image,
      "avif",
      options({ bitDepth, quality: 95 }),
    );
    expect(result.notices).toEqual([]);
    expect(largestDifference(result.image, image) / scale).toBeLessThan(most);
  });

  test("white and black of 12 bits are those of 16", async () => {
    const samples = new Uint16Array(3 * 16 * 16).fill(65_535);
    samples.fill(0, 0, (3 * 16 * 16) / 2);
    const image: Image = { width: 16, height: 16, channels: 3, samples };
    const result = await throughFile(
      image,
      "avif",
      options({ bitDepth: 12, quality: 100 }),
    );
    expect(result.image.samples[0]).toBe(0);
    expect(result.image.samples.at(-1)).toBe(65_535);
  });

  test("16 bits become 12, and that is said", async () => {
    const path = newFile("avif");
    const image = randomImage(16, 16, 3, 16);
    const notices = await encodeImage(
      image,
      path,
      "avif",
      options({ bitDepth: 16 }),
    );
    expect(notices).toEqual(["DEPTH_REDUCED"]);
    expect((await sharp(path).metadata()).bitsPerSample).toBe(12);
  });
});

describe("choices", () => {
  test.each([
    ["4:4:4", 60, "4:4:4"],
    ["4:2:0", 95, "4:2:0"],
    ["auto", 95, "4:4:4"],
    ["auto", 60, "4:2:0"],
  ] as const)(
    "JPEG, colour %s at quality %d is %s",
    async (subsampling, quality, expected) => {
      const path = newFile("jpg");
      const settings = options({ subsampling, quality });
      await encodeImage(blockImage(4, 4), path, "jpeg", settings);
      const { chromaSubsampling } = await sharp(path).metadata();
      expect(chromaSubsampling).toBe(expected);
    },
  );

  test.each([true, false])("JPEG, progressive: %s", async (progressive) => {
    const path = newFile("jpg");
    await encodeImage(blockImage(4, 4), path, "jpeg", options({ progressive }));
    expect((await sharp(path).metadata()).isProgressive).toBe(progressive);
  });

  // The numbers are TIFF's own, of its tag 259.
  test.each([
    ["none", 1],
    ["lzw", 5],
    ["deflate", 8],
  ] as const)("TIFF, compression: %s", async (compression, number) => {
    const image = randomImage(16, 16, 3, 16);
    const path = newFile("tif");
    const settings = options({ compression, bitDepth: 16 });
    await encodeImage(image, path, "tiff", settings);
    const fields = await readTiff(bytesOf(readFileSync(path)));
    const stored = fields?.find(({ tag }) => tag === 259)?.value[0];
    expect(stored).toBe(number);
    expect((await decodeImage(path)).image).toEqual(image);
  });
});

describe("bit depth", () => {
  const flat = (level: number, channels: 1 | 3 | 4 = 1): Image => ({
    width: 64,
    height: 64,
    channels,
    samples: new Uint16Array(64 * 64 * channels).fill(level),
  });

  test.each([100, 128, 200, 30_000, 65_500])(
    "16 bits become 8 by dithering: the mean stays %d",
    async (level) => {
      const result = await throughFile(flat(level), "png", options());
      const { samples } = result.image;
      const mean =
        Array.from(samples).reduce((sum, value) => sum + value, 0) / 64 ** 2;
      expect(Math.abs(mean - level / 257)).toBeLessThan(0.02);
      const steps = new Set(samples);
      expect(steps.size).toBeLessThanOrEqual(2);
    },
  );

  test.each([0, 257, 100 * 257, 65_535])(
    "what 8 bits can hold is not dithered: %d",
    async (level) => {
      const result = await throughFile(flat(level, 3), "png", options());
      expect(new Set(result.image.samples)).toEqual(new Set([level / 257]));
    },
  );

  test("alpha is not dithered, and colours do not step together", async () => {
    const result = await throughFile(flat(30_000, 4), "png", options());
    const { samples } = result.image;
    const channel = (c: number) => samples.filter((_, i) => i % 4 === c);
    expect(new Set(channel(3)).size).toBe(1);
    expect(channel(0)).not.toEqual(channel(1));
  });

  test("a slope has no steps: neighbouring areas differ by what they should", async () => {
    // Two levels of 8 bits over the whole width.
    const width = 512;
    const samples = Uint16Array.from(
      { length: width * 64 },
      (_, i) => 25_700 + (514 * (i % width)) / width,
    );
    const image: Image = { width, height: 64, channels: 1, samples };
    const result = await throughFile(image, "png", options());
    const meanOf = (from: number): number => {
      let sum = 0;
      for (let y = 0; y < 64; y++)
        for (let x = from; x < from + 32; x++)
          sum += result.image.samples[y * width + x]!;
      return sum / (64 * 32);
    };
    for (let from = 0; from + 32 <= width; from += 32) {
      const expected = (25_700 + (514 * (from + 15.5)) / width) / 257;
      expect(Math.abs(meanOf(from) - expected)).toBeLessThan(0.03);
    }
  });

  test("8 bits become 16 over the full range", async () => {
    const image: Image = {
      width: 3,
      height: 1,
      channels: 1,
      samples: Uint8Array.from([0, 1, 255]),
    };
    const result = await throughFile(image, "tiff", options({ bitDepth: 16 }));
    expect(result.image.samples).toEqual(Uint16Array.from([0, 257, 65535]));
  });

  test("floats are rounded and clamped", async () => {
    const image: Image = {
      width: 4,
      height: 1,
      channels: 1,
      samples: Float32Array.from([-0.5, 0.5, 1, 1.5]),
    };
    const result = await throughFile(image, "png", options({ bitDepth: 16 }));
    expect(result.image.samples).toEqual(
      Uint16Array.from([0, 32768, 65535, 65535]),
    );
  });

  test("16 bits asked of JPEG are reported", async () => {
    const image = blockImage(2, 2);
    const result = await throughFile(image, "jpeg", options({ bitDepth: 16 }));
    expect(result.notices).toEqual(["DEPTH_REDUCED"]);
  });
});
