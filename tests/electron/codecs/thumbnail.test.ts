/** Thumbnails: small, upright, in the colours of the screen, and refused for what is no image. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { readThumbnail } from "../../../electron/codecs/thumbnail.ts";
import { pixelsOf, randomImage, saved } from "../../support/image-files.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
const plain = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: { r: 0, g: 200, b: 0 } },
  });

/** Red, green and blue of the first pixel. */
async function firstPixel(jpeg: Uint8Array): Promise<number[]> {
  return [...(await sharp(jpeg).raw().toBuffer()).subarray(0, 3)];
}

test("is small and keeps the shape", async () => {
  const path = await saved(plain(400, 200).png(), join(folder, "wide.png"));
  const { width, height, jpeg } = await readThumbnail(path, 100);
  expect([width, height]).toEqual([100, 50]);
  expect(await sharp(jpeg).metadata()).toMatchObject({
    format: "jpeg",
    width: 100,
    height: 50,
  });
});

test("is upright", async () => {
  const turned = plain(400, 200).jpeg().withMetadata({ orientation: 6 });
  const path = await saved(turned, join(folder, "turned.jpg"));
  const { width, height } = await readThumbnail(path, 100);
  expect([width, height]).toEqual([50, 100]);
});

test("is never larger than the image, and has 8 bits", async () => {
  const deep = randomImage(30, 20, 1, 16);
  const path = await saved(pixelsOf(deep).png(), join(folder, "deep.png"));
  const { width, jpeg } = await readThumbnail(path, 500);
  expect(width).toBe(30);
  expect((await sharp(jpeg).metadata()).depth).toBe("uchar");
});

test("has the colours of the screen, whatever the file's are", async () => {
  const wide = plain(64, 64).withIccProfile("p3").png();
  const path = await saved(wide, join(folder, "p3.png"));
  const [red, green, blue] = await firstPixel(
    (await readThumbnail(path, 64)).jpeg,
  );
  expect(red! + blue!).toBeLessThan(12);
  expect(Math.abs(green! - 200)).toBeLessThan(6);
});

test("of what is no image is refused", async () => {
  const path = join(folder, "text.jpg");
  writeFileSync(path, "no picture at all");
  await expect(readThumbnail(path, 100)).rejects.toMatchObject({
    code: "FORMAT_UNSUPPORTED",
  });
});
