/** All eight EXIF orientations come out upright, and nothing afterwards says that they are not. */
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import type { WritableFormat } from "../../../electron/codecs/codec.ts";
import { decodeImage } from "../../../electron/codecs/decode.ts";
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

const folder = temporaryFolder();

/** By orientation: where the upright pixel (x, y) of a `w` × `h` image is stored (TIFF 6.0, tag 274). */
const STORED_AT: readonly ((
  x: number,
  y: number,
  w: number,
  h: number,
) => readonly [number, number])[] = [
  (x, y) => [x, y],
  (x, y, w) => [w - 1 - x, y],
  (x, y, w, h) => [w - 1 - x, h - 1 - y],
  (x, y, _, h) => [x, h - 1 - y],
  (x, y) => [y, x],
  (x, y, w) => [y, w - 1 - x],
  (x, y, w, h) => [h - 1 - y, w - 1 - x],
  (x, y, _, h) => [h - 1 - y, x],
];

/** The image as a camera held in that orientation would store it. */
function turned(image: Image, orientation: number): Image {
  const { width: w, height: h, channels, samples } = image;
  const sideways = orientation >= 5;
  const width = sideways ? h : w;
  const stored = new Uint8Array(samples.length);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const [column, row] = STORED_AT[orientation - 1]!(x, y, w, h);
      for (let c = 0; c < channels; c++)
        stored[(row * width + column) * channels + c] =
          samples[(y * w + x) * channels + c]!;
    }
  return { width, height: sideways ? w : h, channels, samples: stored };
}

const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8] as const;

async function rotationTagOf(path: string): Promise<number> {
  const { orientation = 1 } = await sharp(path).metadata();
  return orientation;
}

describe.each(ORIENTATIONS)("orientation %i", (orientation) => {
  test.each(["png", "tiff", "webp"] as const)("%s", async (format) => {
    const upright = randomImage(13, 7, 3);
    const pipeline = pixelsOf(turned(upright, orientation)).withMetadata({
      orientation,
    });
    const encoded = {
      png: () => pipeline.png(),
      tiff: () => pipeline.tiff({ compression: "deflate" }),
      webp: () => pipeline.webp({ lossless: true }),
    }[format]();
    const path = await saved(
      encoded,
      join(folder, `${orientation}-${format}.in`),
    );
    expect(await rotationTagOf(path)).toBe(orientation);

    const { image, metadata } = await decodeImage(path);
    expect(image).toEqual(upright);

    const written = join(folder, `${orientation}.${format}`);
    const settings = { bitDepth: 8, quality: 100, metadata } as const;
    await encodeImage(image, written, format, settings);
    expect(await rotationTagOf(written)).toBe(1);
    expect((await decodeImage(written)).image).toEqual(upright);
  });

  test.each<WritableFormat>(["jpeg", "png", "tiff", "webp"])(
    "from JPEG to %s",
    async (format) => {
      const upright = blockImage(3, 2);
      const path = await saved(
        pixelsOf(turned(upright, orientation))
          .withMetadata({ orientation })
          .jpeg({ quality: 95, chromaSubsampling: "4:4:4" }),
        join(folder, `${orientation}-jpeg-${format}.in`),
      );
      const { image, metadata } = await decodeImage(path);
      expect(largestDifference(image, upright)).toBeLessThan(6);

      const written = join(folder, `${orientation}-from-jpeg.${format}`);
      // Lossy WebP has colour at half the resolution: only lossless is near.
      const quality = format === "webp" ? 100 : 95;
      const settings = { bitDepth: 8, quality, metadata } as const;
      await encodeImage(image, written, format, settings);
      expect(await rotationTagOf(written)).toBe(1);
      const again = (await decodeImage(written)).image;
      expect(largestDifference(again, upright)).toBeLessThan(10);
    },
  );
});
