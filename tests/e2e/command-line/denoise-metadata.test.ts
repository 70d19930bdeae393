/** `nitido denoise` keeps what a file says about its picture: EXIF, colour profile, and which way is up. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { decodeImage } from "../../../electron/codecs/decode.ts";
import { encodeImage } from "../../../electron/codecs/encode.ts";
import type { DenoiseResult } from "../../../electron/services/api-files.ts";
import { blockImage, pixelsOf, saved } from "../../support/image-files.ts";
import { type Answer, answer } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

const folder = temporaryFolder();
const [inputs, out] = [join(folder, "in"), join(folder, "out")];
mkdirSync(inputs);
const model = toyNetwork("identity", join(folder, "identity.onnx"));

const FILES = ["a.jpg", "a.png", "a.tif", "a.webp"] as const;
const formatOf = {
  jpg: "jpeg",
  png: "png",
  tif: "tiff",
  webp: "webp",
} as const;

const EXIF = {
  artist: "Somebody",
  model: "Camera",
  time: "2024:05:06 07:08:09",
} as const;

let done: Answer<DenoiseResult>;

beforeAll(async () => {
  for (const name of FILES) {
    const format = formatOf[name.slice(2) as keyof typeof formatOf];
    const pipeline = pixelsOf(blockImage(8, 6))
      // Lying on its side, as cameras store upright photographs.
      .withMetadata({ orientation: 6, density: 300 })
      .withIccProfile("p3")
      .withExifMerge({
        IFD0: { Artist: EXIF.artist, Model: EXIF.model },
        IFD2: { DateTimeOriginal: EXIF.time },
      });
    const lossless = { lossless: true, compression: "deflate" as const };
    await saved(
      pipeline.toFormat(
        format,
        format === "jpeg" ? { quality: 100 } : lossless,
      ),
      join(inputs, name),
    );
  }
  const { image, metadata } = await decodeImage(join(inputs, "a.jpg"));
  const settings = { bitDepth: 8, quality: 100, metadata } as const;
  await encodeImage(image, join(inputs, "exif.tif"), "tiff", settings);
  done = await answer([
    ...["denoise", inputs, "--out", out, "--name", "{name}"],
    ...["--model", model, "--device", "cpu", "--quality", "100"],
  ]);
});

test("nothing is lost, so nothing is told", () => {
  expect(done.code).toBe(0);
  for (const file of done.result.files) expect(file.notices ?? []).toEqual([]);
});

describe.each([...FILES, "exif.tif"])("%s", (name) => {
  const metadataOf = (place: string) => sharp(join(place, name)).metadata();

  test("is upright in pixels, and no tag turns it again", async () => {
    const { width, height, orientation } = await metadataOf(out);
    expect([width, height, orientation ?? 1]).toEqual([48, 64, 1]);
    const upright = (place: string) =>
      sharp(join(place, name)).autoOrient().raw().toBuffer();
    const [before, after] = [await upright(inputs), await upright(out)];
    const differences = before.map((value, i) => Math.abs(value - after[i]!));
    expect(Math.max(...differences)).toBeLessThanOrEqual(
      name === "a.jpg" ? 8 : 0,
    );
  });

  test("keeps its profile byte for byte, its EXIF and its density", async () => {
    const [before, after] = [await metadataOf(inputs), await metadataOf(out)];
    expect(before.icc).toBeDefined();
    expect(after.icc?.equals(before.icc!)).toBe(true);
    const bytes = readFileSync(join(out, name));
    // The pixel library leaves EXIF out of the TIFFs that it writes.
    const texts = name === "a.tif" ? [] : Object.values(EXIF);
    for (const text of texts) expect(bytes.includes(text)).toBe(true);
    expect(after.density).toBe(before.density);
  });
});
