/** Pictures without colour: one channel in every format that can tell. */
import { describe, expect, test } from "vitest";
import { decodeImage, inspectImage } from "../../../electron/codecs/decode.ts";
import { displayColours } from "../../../electron/codecs/display-colours.ts";
import { encodeImage } from "../../../electron/codecs/encode.ts";
import { colourOf, greyOf } from "../../../electron/codecs/grey.ts";
import { inGrey } from "../../../electron/codecs/heif.ts";
import {
  CURVES,
  PRIMARIES,
  rgbProfile,
} from "../../../electron/codecs/metadata/icc-profile.ts";
import { spaceOf } from "../../../electron/codecs/metadata/icc-tags.ts";
import { greyProfile } from "../../../electron/codecs/metadata/grey-profile.ts";
import { COLOUR_TABLE_EDGE } from "../../../models/image/colour-table.ts";
import {
  deepGreyRamp,
  difference,
  greyRamp,
  sample,
  transparentGreyRamp,
} from "../../support/ramp-samples.ts";
import { newFile, options, throughFile } from "../../support/through-file.ts";

describe("HEIC and AVIF coded without colour", () => {
  /** A level: some encoders cut 16 bits off instead of rounding them. */
  const quantised = (bits: number) => 65_535 / (2 ** bits - 1) + 1;
  test.each([
    ["ramp-grey.heic", greyRamp, 8, 1],
    ["ramp-grey-10-bits.heic", deepGreyRamp, 16, quantised(10)],
    ["ramp-grey-12-bits.heic", deepGreyRamp, 16, quantised(12)],
    ["ramp-grey-alpha.heic", transparentGreyRamp, 8, 1],
    ["ramp-grey.avif", greyRamp, 8, 1],
    ["ramp-grey-10-bits.avif", deepGreyRamp, 16, quantised(10)],
    ["ramp-grey-12-bits.avif", deepGreyRamp, 16, quantised(12)],
    ["ramp-grey-alpha.avif", transparentGreyRamp, 8, 1],
  ] as const)("%s", async (name, colour, bitDepth, most) => {
    const decoded = await decodeImage(sample(name));
    const { channels } = decoded.image;
    expect(decoded).toMatchObject({ bitDepth, notices: [] });
    expect(difference(decoded, colour)).toBeLessThanOrEqual(most);
    expect(await inspectImage(sample(name))).toMatchObject({
      channels,
      bitDepth,
    });
  });

  test.each(["ramp.heic", "ramp-alpha.heic", "ramp.avif"])(
    "%s stays in colour",
    async (name) => {
      const { image } = await decodeImage(sample(name));
      expect(image.channels).toBeGreaterThan(2);
    },
  );

  test.each([
    ["jpeg", 1],
    ["png", 1],
    ["tiff", 1],
    ["jxl", 1],
    ["webp", 3],
    ["avif", 3],
  ] as const)("written as %s: %i channels", async (format, channels) => {
    const { image } = await decodeImage(sample("ramp-grey.heic"));
    const written = await throughFile(image, format, options());
    expect(written.image.channels).toBe(channels);
  });
});

describe("profiles", () => {
  const rgb = rgbProfile("2.2", PRIMARIES.p3, CURVES.gamma22);
  const grey = greyProfile(rgb)!;

  test("a picture without colour gets the curve of its colour profile", () => {
    const samples = Uint8Array.of(7, 7, 7, 9, 9, 9);
    const decoded = inGrey({
      image: { width: 2, height: 1, channels: 3, samples },
      format: "avif",
      bitDepth: 8,
      metadata: { icc: rgb, density: 72 },
      notices: [],
    });
    expect(decoded.image.channels).toBe(1);
    expect([...decoded.image.samples]).toEqual([7, 9]);
    expect(decoded.metadata).toEqual({ icc: grey, density: 72 });
    expect(spaceOf(grey)).toBe("GRAY");
  });

  test("of linear light: a grey looks as it did in colour", async () => {
    const linear = rgbProfile("1", PRIMARIES.bt709, CURVES.linear);
    const edge = COLOUR_TABLE_EDGE;
    const grey = 3 * 20 * (1 + edge + edge ** 2);
    const shown = async (channels: 1 | 3, icc: Uint8Array) =>
      (await displayColours(icc, channels))![grey]!;
    const apart =
      (await shown(1, greyProfile(linear)!)) - (await shown(3, linear));
    expect(Math.abs(apart)).toBeLessThanOrEqual(1);
  });

  test("one of tables tells nothing of grey", () => {
    const tables = Buffer.from(rgb);
    tables.write("A2B0", tables.indexOf("chad"), "latin1");
    expect(greyProfile(tables)).toBeNull();
    expect(greyProfile(grey)).toBe(grey);
  });

  test.each(["webp", "avif"] as const)(
    "%s, which has no grey, gets one of colours with the same curve",
    async (format) => {
      const path = newFile(format);
      const image = {
        ...{ width: 16, height: 16, channels: 1 as const },
        samples: new Uint8Array(256).fill(128),
      };
      const metadata = { icc: grey };
      await encodeImage(image, path, format, options({ metadata }));
      const { metadata: written } = await decodeImage(path);
      expect(spaceOf(written.icc!)).toBe("RGB ");
      expect(greyProfile(written.icc!)).toEqual(grey);
    },
  );
});

describe("channels", () => {
  test("one of three, two of four, and back", () => {
    for (const channels of [1, 2] as const) {
      const samples = Uint8Array.of(1, 2, 3, 4);
      const image = { width: 4 / channels, height: 1, channels, samples };
      expect(greyOf(colourOf(image))).toEqual(image);
    }
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
