/** Pixels through every format: exact where the format is, and never converted to other colours. */
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { decodeImage, inspectImage } from "../../../electron/codecs/decode.ts";
import { encodeImage } from "../../../electron/codecs/encode.ts";
import type { Image } from "../../../models/image/image.ts";
import {
  blockImage,
  largestDifference,
  pixelsOf,
  randomImage,
  saved,
} from "../../support/image-files.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { newFile, options, throughFile } from "../../support/through-file.ts";

const folder = temporaryFolder();

describe("exact round trips", () => {
  const cases = (["png", "tiff"] as const).flatMap((format) =>
    ([8, 16] as const).flatMap((bitDepth) =>
      ([1, 2, 3, 4] as const).map((channels) => ({
        format,
        bitDepth,
        channels,
      })),
    ),
  );
  test.each(cases)(
    "$format, $bitDepth bits, $channels channels",
    async ({ format, bitDepth, channels }) => {
      const image = randomImage(23, 17, channels, bitDepth);
      const result = await throughFile(image, format, options({ bitDepth }));
      expect(result).toEqual({ image, notices: [] });
    },
  );

  test.each([3, 4] as const)(
    "lossless WebP, %i channels, colour under transparency included",
    async (channels) => {
      const image = randomImage(23, 17, channels);
      for (let i = 3; channels === 4 && i < 100; i += 4) image.samples[i] = 0;
      const result = await throughFile(
        image,
        "webp",
        options({ quality: 100 }),
      );
      expect(result.image).toEqual(image);
    },
  );
});

describe("lossy formats", () => {
  test.each([1, 3] as const)("JPEG with %i channels", async (channels) => {
    const image = blockImage(4, 3, channels);
    const result = await throughFile(image, "jpeg", options());
    expect(largestDifference(result.image, image)).toBeLessThan(6);
  });

  test("JPEG of lower quality is smaller", async () => {
    const image = randomImage(64, 64, 3);
    const sizes = await Promise.all(
      [95, 40].map(async (quality) => {
        const path = newFile("jpg");
        await encodeImage(image, path, "jpeg", options({ quality }));
        return (await sharp(path).toBuffer()).length;
      }),
    );
    expect(sizes[1]).toBeLessThan(sizes[0]!);
  });

  test("WebP turns grey into equal colours", async () => {
    const image = blockImage(4, 4, 1);
    const result = await throughFile(image, "webp", options());
    expect(result.image.channels).toBe(3);
  });

  test("JPEG lays transparency on white and says so", async () => {
    const image: Image = {
      width: 8,
      height: 8,
      channels: 4,
      samples: new Uint8Array(8 * 8 * 4),
    };
    const result = await throughFile(image, "jpeg", options());
    expect(result.notices).toEqual(["TRANSPARENCY_FLATTENED"]);
    expect(result.image.channels).toBe(3);
    expect(result.image.samples.every((level) => level === 255)).toBe(true);
  });

  test("JPEG lays transparent grey on white too", async () => {
    const image: Image = {
      width: 8,
      height: 8,
      channels: 2,
      samples: new Uint8Array(8 * 8 * 2),
    };
    const result = await throughFile(image, "jpeg", options());
    expect(result.image.channels).toBe(1);
    expect(result.image.samples.every((level) => level === 255)).toBe(true);
  });
});

describe("kinds of files", () => {
  test("a palette becomes colour", async () => {
    const image = blockImage(4, 4);
    const path = await saved(
      pixelsOf(image).png({ palette: true, colours: 16, dither: 0 }),
      newFile("png"),
    );
    expect((await sharp(path).metadata()).isPalette).toBe(true);
    const decoded = await decodeImage(path);
    expect(decoded.bitDepth).toBe(8);
    expect(largestDifference(decoded.image, image)).toBeLessThan(3);
  });

  test.each(["png", "tiff"] as const)(
    "1 bit becomes black and white levels: %s",
    async (format) => {
      const image = blockImage(4, 4, 1);
      const levels = image.samples.map((level) => (level < 128 ? 0 : 255));
      const bilevel: Image = { ...image, samples: Uint8Array.from(levels) };
      const pipeline =
        format === "png"
          ? pixelsOf(bilevel).png({ palette: true, colours: 2 })
          : pixelsOf(bilevel).tiff({
              bitdepth: 1,
              compression: "deflate",
              predictor: "none",
            });
      const path = await saved(pipeline, newFile(format));
      expect((await sharp(path).metadata()).bitsPerSample).toBe(1);
      const decoded = await decodeImage(path);
      const first = decoded.image.channels === 1 ? 1 : 3;
      const grey = decoded.image.samples.filter((_, i) => i % first === 0);
      expect(grey).toEqual(bilevel.samples);
    },
  );

  test("the first of several TIFF pages is read, with a notice", async () => {
    const image = randomImage(8, 16, 3);
    const path = await saved(
      sharp(image.samples, {
        raw: { width: 8, height: 16, channels: 3, pageHeight: 8 },
      }).tiff({ compression: "none" }),
      newFile("tif"),
    );
    const decoded = await decodeImage(path);
    expect(decoded.notices).toEqual(["FIRST_PAGE_ONLY"]);
    expect(decoded.image.samples).toEqual(image.samples.slice(0, 8 * 8 * 3));
  });

  test("the content decides, not the name", async () => {
    const image = randomImage(8, 8, 3);
    const path = await saved(pixelsOf(image).png(), newFile("jpg"));
    const decoded = await decodeImage(path);
    expect(decoded.format).toBe("png");
    expect(decoded.image).toEqual(image);
  });

  test.each(["odd [x].png", "ends in brackets[page=1]", "ñandú 写真.png"])(
    "a file called %s",
    async (name) => {
      const image = randomImage(8, 8, 3);
      const path = await saved(pixelsOf(image).png(), join(folder, name));
      expect((await decodeImage(path)).image).toEqual(image);
    },
  );

  test("the header alone", async () => {
    const path = await saved(
      pixelsOf(randomImage(9, 5, 2, 16)).png(),
      newFile("png"),
    );
    expect(await inspectImage(path)).toEqual({
      format: "png",
      width: 9,
      height: 5,
      channels: 2,
      bitDepth: 16,
    });
  });

  test("shared memory can be written", async () => {
    const image = randomImage(8, 8, 3);
    const samples = new Uint8Array(new SharedArrayBuffer(image.samples.length));
    samples.set(image.samples);
    const result = await throughFile({ ...image, samples }, "png", options());
    expect(result.image).toEqual(image);
  });
});
