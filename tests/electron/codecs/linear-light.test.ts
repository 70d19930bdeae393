/** Formats of linear light, which gets the curve of sRGB. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodeImage } from "../../../electron/codecs/decode.ts";
import { writeExr } from "../../support/exr-files.ts";
import {
  type Colour,
  difference,
  height,
  ramp,
  sample,
  width,
} from "../../support/ramp-samples.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();

/** sRGB's curve: the 16-bit level of a linear light of 0..1. */
function lit(light: number): number {
  const signal =
    light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
  return 65_535 * signal;
}

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
