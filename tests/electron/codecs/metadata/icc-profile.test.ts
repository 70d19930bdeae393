/** Profiles that are written here, read by lcms inside of the pixel library. */
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import {
  CURVES,
  PRIMARIES,
  rgbProfile,
} from "../../../../electron/codecs/metadata/icc-profile.ts";
import {
  pngEnvelope,
  readPngHeader,
} from "../../../../electron/codecs/metadata/png-chunks.ts";
import { bytesOf } from "../../../../electron/codecs/metadata/read-bytes.ts";

/** One 8-bit colour with this profile, converted to sRGB. */
async function onScreen(
  colour: readonly [number, number, number],
  icc: Uint8Array,
): Promise<number[]> {
  const [r, g, b] = colour;
  const png = await sharp({
    create: { width: 8, height: 8, channels: 3, background: { r, g, b } },
  })
    .png()
    .toBuffer();
  const { pixelsFrom } = await readPngHeader(bytesOf(png));
  const { envelope } = pngEnvelope(png, pixelsFrom!, { icc });
  const tagged = Buffer.concat([
    envelope.head,
    png.subarray(envelope.bodyFrom),
  ]);
  const pixels = await sharp(tagged).toColourspace("srgb").raw().toBuffer();
  return [...pixels.subarray(0, 3)];
}

/** The largest difference of two colours' levels. */
const apart = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

test("that of sRGB changes nothing", async () => {
  const icc = rgbProfile("sRGB", PRIMARIES.bt709, CURVES.srgb);
  for (const colour of [
    [255, 255, 255],
    [200, 100, 50],
    [10, 20, 30],
  ] as const)
    expect(apart(await onScreen(colour, icc), colour)).toBeLessThanOrEqual(1);
});

describe("wider ones", () => {
  // Computed with the matrices of CSS Color 4, section 10.
  test.each([
    ["p3", "srgb", [180, 120, 90], [190, 117, 84]],
    ["bt2020", "srgb", [180, 120, 90], [209, 110, 83]],
    ["bt709", "gamma22", [128, 128, 128], [128, 128, 128]],
    ["bt709", "linear", [55, 55, 55], [128, 128, 128]],
  ] as const)("%s, %s", async (primaries, curve, colour, expected) => {
    const icc = rgbProfile("wide", PRIMARIES[primaries], CURVES[curve]);
    expect(apart(await onScreen(colour, icc), expected)).toBeLessThanOrEqual(2);
  });
});
