/** Colours that the screen cannot show survive: "EXIF, rotation, ICC lost" and "colour shifts" of other programs (Upscayl #84, #565, #1265; RapidRAW #1513; chaiNNer #2599). */
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { decodeImage } from "../../electron/codecs/decode.ts";
import { encodeImage } from "../../electron/codecs/encode.ts";
import {
  type Chromaticities,
  type Curve,
  CURVES,
  D65,
  PRIMARIES,
  rgbProfile,
} from "../../electron/codecs/metadata/icc-profile.ts";
import type { Image } from "../../models/image/image.ts";
import { ciede2000, type Lab } from "../support/ciede2000.ts";
import { wholeWay } from "../support/whole-way.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();

const SPACES: Readonly<Record<string, readonly [Chromaticities, Curve]>> = {
  "Display P3": [PRIMARIES.p3, CURVES.srgb],
  "Rec. 2020": [PRIMARIES.bt2020, CURVES.bt709],
  "Adobe RGB": [
    [[0.64, 0.33], [0.21, 0.71], [0.15, 0.06], D65],
    [563 / 256, 1, 0, 0, 0],
  ],
  ProPhoto: [
    [
      [0.7347, 0.2653],
      [0.1596, 0.8404],
      [0.0366, 0.0001],
      [0.3457, 0.3585],
    ],
    [1.8, 1, 0, 0, 0],
  ],
};

/** Squares of sixteen pixels in the strongest colours, in middle ones, and in grey. */
const COLOURS = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [200, 90, 60],
  [40, 120, 180],
  [128, 128, 128],
] as const;
const SIDE = 16;

function patches(): Image {
  const [width, height] = [SIDE * COLOURS.length, SIDE];
  const samples = Uint16Array.from({ length: 3 * width * height }, (_, i) => {
    const x = Math.floor(i / 3) % width;
    return 257 * COLOURS[Math.floor(x / SIDE)]![i % 3]!;
  });
  return { width, height, channels: 3, samples };
}

/** What the file's profile means by the middle of each square, by lcms inside of the pixel library. */
async function coloursOf(path: string): Promise<Lab[]> {
  const { data, info } = await sharp(path)
    .pipelineColourspace("lab")
    .toColourspace("lab")
    .raw({ depth: "float" })
    .toBuffer({ resolveWithObject: true });
  const lab = new Float32Array(data.buffer, data.byteOffset, data.length / 4);
  return COLOURS.map((_, i) => {
    const at = 3 * (info.width * (SIDE / 2) + i * SIDE + SIDE / 2);
    return [lab[at]!, lab[at + 1]!, lab[at + 2]!];
  });
}

/** Pairs 1 and 17 of the table of Sharma, Wu and Dalal (2005). */
test.each([
  [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
  [[50, 2.5, 0], [73, 25, -18], 27.1492],
] as const)("the difference of %j and %j is known", (one, other, expected) => {
  expect(ciede2000(one, other)).toBeCloseTo(expected, 4);
});

for (const [name, [primaries, curve]] of Object.entries(SPACES))
  test.each(["tiff", "png", "jpeg", "avif"] as const)(
    `${name} keeps its colours: %s`,
    async (format) => {
      const icc = rgbProfile(name, primaries, curve);
      const input = join(folder, `${name}-${format}.tif`);
      await encodeImage(patches(), input, "tiff", {
        bitDepth: 16,
        quality: 100,
        metadata: { icc },
      });
      const output = join(folder, `${name}-out.${format}`);
      await wholeWay({ input, output, format });
      const { metadata } = await decodeImage(output);
      expect(Buffer.from(metadata.icc!)).toEqual(Buffer.from(icc));
      const [before, after] = [await coloursOf(input), await coloursOf(output)];
      before.forEach((colour, i) => {
        expect(ciede2000(colour, after[i]!)).toBeLessThan(1);
      });
    },
  );
