/** Bursts in a folder: found by their times, aligned, learnt from frame by frame, and held out as a whole. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gatherData } from "../../../../electron/engine/training/data.ts";
import type { Image } from "../../../../models/image/image.ts";
import { Random } from "../../../../models/random.ts";
import { pixelsOf, saved } from "../../../support/image-files.ts";
import { photographOf } from "../../../support/photograph.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const root = temporaryFolder();
process.env["NITIDO_DATA"] = join(root, "data");
const options = {
  signal: new AbortController().signal,
  progress: () => undefined,
};

/** Frames of scenes, with their own noise, seconds apart; a minute between bursts. */
async function bursts(name: string, count: number, frames: number) {
  const folder = join(root, name);
  mkdirSync(folder);
  for (let burst = 0; burst < count; burst++) {
    const scene = photographOf(burst + 1, 112, 96);
    for (let frame = 0; frame < frames; frame++) {
      const time = `2024:05:31 10:${digits(burst)}:${digits(frame)}`;
      const exif = {
        IFD0: { Model: "Camera" },
        IFD2: { DateTimeOriginal: time },
      };
      const noisy = withNoise(scene, 100 * burst + frame);
      const file = `${digits(burst)}-${digits(frame)}.png`;
      await saved(pixelsOf(noisy).withExif(exif).png(), join(folder, file));
    }
  }
  return folder;
}

const digits = (value: number) => String(value).padStart(2, "0");

function withNoise(image: Image, seed: number): Image {
  const random = new Random(seed);
  const samples = Uint8Array.from(image.samples, (sample) =>
    Math.min(255, Math.max(0, sample + 15 * random.normal())),
  );
  return { ...image, samples };
}

test("every frame meets the next of its burst", async () => {
  const folder = await bursts("few", 2, 3);
  const { mode, training, heldOut } = await gatherData(
    ...([folder, "auto", 0, options] as const),
  );
  expect(mode).toBe("burst");
  expect(heldOut).toEqual([]);
  const meetings = training.map(({ file, others }) =>
    [file, ...others!.map((other) => other.file)].map((path) =>
      path.slice(-9, -4),
    ),
  );
  expect(meetings).toEqual([
    ["00-00", "00-01"],
    ["00-01", "00-02"],
    ["00-02", "00-00"],
    ["01-00", "01-01"],
    ["01-01", "01-02"],
    ["01-02", "01-00"],
  ]);
});

test("long bursts are held out as a whole, one frame against the mean of four", async () => {
  const folder = await bursts("many", 8, 5);
  const { training, heldOut } = await gatherData(folder, "burst", 0, options);
  expect(heldOut.length).toBeGreaterThan(0);
  const nameOf = (file: string) => file.slice(-9, -7);
  for (const { file, others } of heldOut) {
    expect(others).toHaveLength(4);
    expect(training.map((one) => nameOf(one.file))).not.toContain(nameOf(file));
  }
  expect(training.length).toBe(5 * (8 - heldOut.length));
});

test("a folder without bursts", async () => {
  const folder = await bursts("none", 3, 1);
  await expect(gatherData(folder, "burst", 0, options)).rejects.toMatchObject({
    code: "DATA_UNSUITABLE",
    details: { kind: "bursts" },
  });
});
