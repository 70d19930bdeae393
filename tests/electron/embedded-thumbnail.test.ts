/** Thumbnails inside the output are of the output: other programs leave that of the noisy original there (acceptance test 11). */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { decodeImage } from "../../electron/codecs/decode.ts";
import {
  hasThumbnail,
  withThumbnail,
} from "../../electron/codecs/metadata/exif.ts";
import type { Image } from "../../models/image/image.ts";
import { available, testWith } from "../support/available.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { wholeWay } from "../support/whole-way.ts";

const folder = temporaryFolder();
const [width, height] = [400, 200];
const plain = (colour: string, size = { width, height }) =>
  sharp({ create: { ...size, channels: 3, background: colour } });

/** A red photograph, stored on its side, with a red picture of itself in its EXIF. */
async function photograph(): Promise<string> {
  const turned = await plain("#f00", { width: height, height: width })
    .jpeg()
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { Make: "Acme" } })
    .toBuffer();
  const { exif } = await sharp(turned).metadata();
  const small = await plain("#f00", { width: 80, height: 160 })
    .jpeg()
    .toBuffer();
  const block = withThumbnail(exif!.subarray(6), small);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(block.length + 8);
  const segment = Buffer.concat([
    ...[Buffer.of(0xff, 0xd8, 0xff, 0xe1), length],
    ...[Buffer.from("Exif\0\0"), block],
  ]);
  // The old EXIF is the first segment behind the start.
  const rest = turned.subarray(4 + turned.readUInt16BE(4));
  const path = join(folder, "red.jpg");
  writeFileSync(path, Buffer.concat([segment, rest]));
  return path;
}

const green: Image = {
  ...{ width, height, channels: 3 },
  samples: Uint16Array.from({ length: 3 * width * height }, (_, i) =>
    i % 3 === 1 ? 65_535 : 0,
  ),
};

/** The JPEG inside of an EXIF block. */
const thumbnailIn = (exif: Uint8Array): Buffer => {
  const bytes = Buffer.from(exif);
  return bytes.subarray(bytes.indexOf(Buffer.of(0xff, 0xd8, 0xff)));
};

describe.each(["jpeg", "png", "webp", "avif"] as const)("%s", (format) => {
  test("holds a small picture of what it shows, upright", async () => {
    const output = join(folder, `green.${format}`);
    await wholeWay(
      { input: await photograph(), output, format, overwrite: true },
      green,
    );
    const { exif } = await sharp(output).metadata();
    expect(hasThumbnail(exif!)).toBe(true);
    const thumbnail = sharp(thumbnailIn(exif!));
    expect(await thumbnail.metadata()).toMatchObject({
      width: 160,
      height: 80,
    });
    const [red, level, blue] = await thumbnail.raw().toBuffer();
    expect([red! < 8, level! > 247, blue! < 8]).toEqual([true, true, true]);
  });
});

test("a file without one gets none, and TIFF, which has no place, neither", async () => {
  const input = join(folder, "none.jpg");
  await plain("#f00")
    .jpeg()
    .withExif({ IFD0: { Make: "A" } })
    .toFile(input);
  const output = join(folder, "none-out.jpg");
  await wholeWay({ input, output, format: "jpeg" }, green);
  expect(hasThumbnail((await decodeImage(output)).metadata.exif!)).toBe(false);
  const tiff = join(folder, "out.tif");
  await wholeWay(
    { input: await photograph(), output: tiff, format: "tiff" },
    green,
  );
  expect((await decodeImage(tiff)).metadata.thumbnail).toBeUndefined();
});

test("metadata that are left out take it with them", async () => {
  const output = join(folder, "bare.jpg");
  const way = { output, format: "jpeg", metadata: "none" } as const;
  await wholeWay({ input: await photograph(), ...way }, green);
  expect((await sharp(output).metadata()).exif).toBeUndefined();
});

testWith(
  available.exiftool,
  "exiftool finds it, and no fault",
  async (exiftool) => {
    const output = join(folder, "read.jpg");
    await wholeWay(
      { input: await photograph(), output, format: "jpeg" },
      green,
    );
    const jpeg = execFileSync(exiftool, ["-b", "-ThumbnailImage", output]);
    expect(await sharp(jpeg).metadata()).toMatchObject({
      width: 160,
      height: 80,
    });
    const said = execFileSync(exiftool, ["-Warning", "-Error", "-a", output]);
    expect(said.toString()).toBe("");
  },
);
