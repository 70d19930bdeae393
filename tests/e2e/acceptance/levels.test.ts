/** Levels that shift, dark tones that are crushed (RapidRAW #1513, Upscayl #1073), and a strength that is not monotonic (RapidRAW #1404): acceptance tests 4 and 5. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeImage } from "../../../electron/codecs/decode.ts";
import type { Image } from "../../../models/image/image.ts";
import { Random } from "../../../models/random.ts";
import { pixelsOf, saved } from "../../support/image-files.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { denoiseOne } from "./engine.ts";

const folder = temporaryFolder();
const [width, height] = [512, 192];
const BAND = 32;

/** From `low` on the left to `high` on the right, in steps of a band, in 16 bits under white noise of σ in 0..255 units. */
async function ramp(
  name: string,
  [low, high]: readonly [number, number],
  sigma: number,
): Promise<string> {
  const random = new Random(8);
  const samples = Uint16Array.from({ length: 3 * width * height }, (_, i) => {
    const x = Math.floor(i / 3) % width;
    const band = Math.floor(x / BAND) / (width / BAND - 1);
    const level = low + (high - low) * band + sigma * random.normal();
    return Math.max(0, Math.min(65_535, Math.round(257 * level)));
  });
  const image = { width, height, channels: 3, samples } as const;
  return saved(pixelsOf(image).png(), join(folder, `${name}.png`));
}

/** The mean of the middle of each band, 0..255. */
function bands({ samples }: Image): number[] {
  return Array.from({ length: width / BAND }, (_, band) => {
    let [sum, count] = [0, 0];
    for (let y = 16; y < height - 16; y++)
      for (let x = band * BAND + 8; x < (band + 1) * BAND - 8; x++, count++)
        sum += samples[3 * (y * width + x) + 1]!;
    return sum / count / 257;
  });
}

const denoised = async (path: string, strength = 100): Promise<Image> => {
  const out = path.replace(".png", `-${strength.toString()}.png`);
  const report = await denoiseOne(path, out, { strength });
  expect(report.status).toBe("done");
  return (await decodeImage(out)).image;
};

test("mean, black and white survive on a ramp", async () => {
  const path = await ramp("full", [0, 255], 6);
  const before = bands((await decodeImage(path)).image);
  const after = bands(await denoised(path));
  after.forEach((level, band) => {
    const truth = 17 * band;
    // Noise that was cut off at black or white has moved the mean; it is not moved further.
    const moved = Math.abs(before[band]! - truth);
    expect(Math.abs(level - truth)).toBeLessThan(Math.max(0.5, moved));
  });
});

test("a dark ramp is not crushed: every step stays a step", async () => {
  const path = await ramp("dark", [2, 24], 2);
  const before = bands((await decodeImage(path)).image);
  const after = bands(await denoised(path));
  after.forEach((level, band) => {
    expect(Math.abs(level - before[band]!)).toBeLessThan(0.5);
    if (band > 0) expect(level).toBeGreaterThan(after[band - 1]! + 0.7);
  });
});

test("more strength, more removed", async () => {
  const path = await ramp("strength", [40, 200], 10);
  const { samples } = (await decodeImage(path)).image;
  const removed: number[] = [];
  for (const strength of [0, 25, 50, 75, 100]) {
    const after = (await denoised(path, strength)).samples;
    let energy = 0;
    for (let i = 0; i < samples.length; i++)
      energy += ((samples[i]! - after[i]!) / 257) ** 2;
    removed.push(Math.sqrt(energy / samples.length));
  }
  expect(removed[0]).toBe(0);
  for (let i = 1; i < removed.length; i++)
    expect(removed[i]).toBeGreaterThan(removed[i - 1]! + 1);
});
