/** Colours on the screen are what a file's profile says. */
import sharp from "sharp";
import { expect, test } from "vitest";
import { displayColours } from "../../../electron/codecs/display-colours.ts";
import {
  type ColourTable,
  convertColours,
  identityTable,
} from "../../../models/image/colour-table.ts";
import { Random } from "../../../models/random.ts";

/** A profile that the pixel library brings along, as it writes it into files. */
async function profile(name: string): Promise<Buffer> {
  const raw = { width: 1, height: 1, channels: 3 } as const;
  const image = sharp(Buffer.alloc(3), { raw }).withIccProfile(name);
  return (await sharp(await image.png().toBuffer()).metadata()).icc!;
}

const converted = (table: ColourTable, ...rgba: number[]): number[] => {
  const pixels = Uint8ClampedArray.from(rgba);
  convertColours(table, pixels);
  return [...pixels];
};

const decoded = (level: number): number => {
  const x = level / 255;
  return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
};
const encoded = (light: number): number => {
  const x = Math.min(Math.max(light, 0), 1);
  return 255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055);
};
/** From light of Display P3 to that of sRGB (both of white D65): the product of their primaries' matrices. */
const P3_TO_SRGB = [
  [1.2249, -0.2247, 0],
  [-0.042, 1.0419, 0],
  [-0.0197, -0.0786, 1.0979],
];

test("Display P3 becomes sRGB", async () => {
  const table = await displayColours(await profile("p3"), 3);
  const random = new Random(1);
  let worst = 0;
  for (let i = 0; i < 2000; i++) {
    const level = () => random.integer(20, 236);
    const rgb = [level(), level(), level()];
    const light = rgb.map(decoded);
    const exact = P3_TO_SRGB.map((row) =>
      encoded(row.reduce((sum, weight, c) => sum + weight * light[c]!, 0)),
    );
    const shown = converted(table!, ...rgb, 255);
    // Next to what sRGB cannot show the table's straight lines cut the corner.
    if (exact.every((value) => value > 40 && value < 250))
      exact.forEach((value, c) => {
        worst = Math.max(worst, Math.abs(value - shown[c]!));
      });
  }
  expect(worst).toBeLessThan(1.5);
});

test("greys and alpha stay, and what sRGB lacks becomes its nearest", async () => {
  const table = (await displayColours(await profile("p3"), 3))!;
  const [red, green, blue, alpha] = converted(table, 128, 128, 128, 7);
  expect(alpha).toBe(7);
  for (const level of [red, green, blue])
    expect(Math.abs(level! - 128)).toBeLessThanOrEqual(1);
  expect(converted(table, 255, 0, 0, 255)).toEqual([255, 0, 0, 255]);
});

test("what is sRGB already, untagged or damaged is shown as it is", async () => {
  expect(await displayColours(await profile("srgb"), 3)).toBeNull();
  expect(await displayColours(undefined, 3)).toBeNull();
  expect(await displayColours(Uint8Array.of(1, 2, 3), 3)).toBeNull();
  expect(await displayColours(await profile("p3"), 1)).toBeNull();
});

test("the table that changes nothing changes nothing", () => {
  const levels = Array.from({ length: 256 }, (_, level) => level);
  expect(converted(identityTable(), ...levels)).toEqual(levels);
});
