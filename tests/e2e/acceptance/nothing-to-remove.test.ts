/** Where there is no noise nothing changes: with both shipped networks, in files and on the screen, whatever else is set. */
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import { decodeImage } from "../../../electron/codecs/decode.ts";
import { startEngine } from "../../../electron/engine/client.ts";
import {
  largestDifference,
  pixelsOf,
  randomImage,
  saved,
} from "../../support/image-files.ts";
import { PREVIEW, watching } from "../../support/preview.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
const engine = startEngine();
afterAll(() => engine.stop());
const { exported, shown } = watching(engine, folder);

const [width, height] = [220, 150];
const lines = Array.from(
  { length: 12 },
  (_, i) => `<text x="4" y="${14 + 12 * i}">The quick brown fox, ${i}</text>`,
);
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
  <rect width="100%" height="100%" fill="#fdfdf8"/><g font-size="11">${lines.join("")}</g></svg>`;
const page = await saved(
  sharp(Buffer.from(svg)).removeAlpha().png(),
  join(folder, "page.png"),
);
/** Every level of 16 bits twice. */
const samples = Uint16Array.from(
  { length: 3 * 331 * 133 },
  (_, i) => (i * 48_271) % 65_536,
);
const levels = { width: 331, height: 133, channels: 3, samples } as const;
const deep = await saved(pixelsOf(levels).png(), join(folder, "deep.png"));

const MIXED = { strength: 70, luma: 60, chroma: 85, detail: 50 };

describe.each(["fast-photo", "fast-awgn"])("%s, told of no noise", (model) => {
  test.each([
    ["8 bits", page, {}],
    ["8 bits, mixed", page, MIXED],
    ["8 bits, brightness and colour apart", page, { noise: zero() }],
    ["16 bits", deep, {}],
    ["16 bits, mixed", deep, MIXED],
  ])("leaves %s sample for sample", async (_name, file, settings) => {
    const { image } = await decodeImage(file);
    const after = await exported(file, { model, noise: 0, ...settings });
    expect(after.samples).toEqual(image.samples);
  });
});

function zero() {
  return { luma: 0, chroma: 0 };
}

test.each([
  [1, 1],
  [1, 500],
  [3, 5],
])("%i×%i pixels are denoised, and left alone", async (width, height) => {
  const image = randomImage(width, height, 3);
  const file = join(folder, `${width}x${height}.png`);
  await saved(pixelsOf(image).png(), file);
  const changed = await exported(file, { noise: 25 });
  // One pixel by itself is a plain field: there is nothing to remove.
  if (width * height > 1)
    expect(largestDifference(changed, image)).toBeGreaterThan(0);
  expect(await exported(file, { noise: 0 })).toEqual(image);
});

test("the screen shows the file as it is, and it is saved so", async () => {
  const { image } = await decodeImage(page);
  await engine.openImage({ id: "page", path: page });
  await engine.preview({ id: "page", ...PREVIEW, noise: 0 });
  const settings = { strength: 100, luma: 100, chroma: 100, detail: 0 };
  for (const blend of [settings, MIXED]) {
    expect(await shown("page", image, blend)).toEqual(image.samples);
    const after = await exported(page, { ...blend, noise: 0, image: "page" });
    expect(after.samples).toEqual(image.samples);
  }
});

describe("brightness and colour apart", () => {
  const image = randomImage(160, 120, 3, 16);
  // Away from black and white, where a channel would be cut off.
  image.samples.forEach((sample, i) => {
    image.samples[i] = 24_000 + Math.round(sample / 4);
  });
  const file = join(folder, "apart.png");

  const changes = async (luma: number, chroma: number) => {
    await saved(pixelsOf(image).png(), file);
    const after = await exported(file, { noise: { luma, chroma } });
    let [brightness, colour] = [0, 0];
    for (let i = 0; i < image.samples.length; i += 3) {
      const [red, green, blue] = [0, 1, 2].map(
        (c) => after.samples[i + c]! - image.samples[i + c]!,
      ) as [number, number, number];
      brightness = Math.max(brightness, Math.abs(red + green + blue) / 3);
      colour = Math.max(colour, Math.abs(red - green), Math.abs(green - blue));
    }
    return { brightness, colour };
  };

  test("no noise in brightness leaves brightness", async () => {
    const { brightness, colour } = await changes(0, 20);
    expect(brightness).toBeLessThanOrEqual(1);
    expect(colour).toBeGreaterThan(1000);
  });

  test("no noise in colour leaves colour", async () => {
    const { brightness, colour } = await changes(20, 0);
    expect(colour).toBeLessThanOrEqual(2);
    expect(brightness).toBeGreaterThan(1000);
  });
});
