/** Camera RAW, on DNG files that are written here. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeImage, formatOf } from "../../../electron/codecs/decode.ts";
import { shotOf } from "../../../electron/codecs/metadata/shot.ts";
import { readThumbnail } from "../../../electron/codecs/thumbnail.ts";
import type { Image } from "../../../models/image/image.ts";
import { writeDng } from "../../support/camera-raw.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();

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

test.each([0.4, 0.9])("cut off in its pixels, after %d", async (part) => {
  const bytes = readFileSync(dng(1));
  const path = join(folder, "short.dng");
  writeFileSync(path, bytes.subarray(0, Math.floor(part * bytes.length)));
  await expect(decodeImage(path)).rejects.toMatchObject({
    code: "FILE_DAMAGED",
    details: { reason: "the file ends too early" },
  });
});

test("compressed in a way that is unknown", async () => {
  const bytes = readFileSync(dng(1));
  // The tag, a short number, once, without compression: to GoPro's, which LibRaw leaves to others.
  const tag = Buffer.from([3, 1, 3, 0, 1, 0, 0, 0, 1, 0]);
  bytes.writeUInt16LE(9, bytes.indexOf(tag) + 8);
  const path = join(folder, "unknown.dng");
  writeFileSync(path, bytes);
  await expect(decodeImage(path)).rejects.toMatchObject({
    code: "FILE_DAMAGED",
    details: { kind: "raw", reason: "LibRaw cannot read it" },
  });
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
