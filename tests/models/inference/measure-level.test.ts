import { expect, test } from "vitest";
import type { Image } from "../../../models/image/image.ts";
import {
  measureLevels,
  type MeterNetwork,
} from "../../../models/inference/measure-level.ts";
import { levelsOfWindow } from "../../../models/noise/level-map.ts";

/** Answers with each cell's mean red, as a level in 0..255. */
const redness: MeterNetwork = {
  margin: 20,
  alignment: 16,
  run(image, height, width) {
    const levels = new Float32Array((height * width) / 64);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const cell = (y >> 3) * (width / 8) + (x >> 3);
        levels[cell] = levels[cell]! + (255 * image[y * width + x]!) / 64;
      }
    return Promise.resolve(levels.map((level) => Math.log(level + 0.5)));
  },
};

/** As red as its column of cells says, 0 to 250 and again. */
function striped(width: number, height: number): Image {
  const samples = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++)
    samples[3 * i] = Math.floor((i % width) / 8) % 251;
  return { width, height, channels: 3, samples };
}

test("every cell of a wide image has its own level, wherever windows meet", async () => {
  const image = striped(3208, 21);
  const { width, height, sigma } = await measureLevels(image, redness);
  expect([width, height]).toEqual([401, 3]);
  sigma.forEach((level, i) => {
    expect(255 * level).toBeCloseTo((i % 401) % 251, 3);
  });
});

test("an image smaller than a cell has one", async () => {
  const samples = Uint8Array.of(90, 0, 0);
  const image: Image = { width: 1, height: 1, channels: 3, samples };
  const { width, height, sigma } = await measureLevels(image, redness);
  expect([width, height]).toEqual([1, 1]);
  expect(255 * sigma[0]!).toBeCloseTo(90, 3);
});

test("no level is below zero, and one that is no number is refused", async () => {
  const answering = (level: number): MeterNetwork => ({
    ...redness,
    run: (_, height, width) =>
      Promise.resolve(new Float32Array((height * width) / 64).fill(level)),
  });
  const image = striped(16, 16);
  const clean = await measureLevels(image, answering(-3));
  expect([...clean.sigma]).toEqual([0, 0, 0, 0]);
  await expect(measureLevels(image, answering(NaN))).rejects.toMatchObject({
    code: "MODEL_OUTPUT_INVALID",
  });
});

test("a measurement can be cancelled", async () => {
  await expect(
    measureLevels(striped(16, 16), redness, { aborted: true }),
  ).rejects.toMatchObject({ code: "CANCELLED" });
});

test("windows of the map are bilinear, and the same place is the same in each", () => {
  const map = { width: 2, height: 1, sigma: Float32Array.of(0, 1) };
  const row = { x: 0, y: 0, width: 16, height: 2 };
  const whole = [...levelsOfWindow(map, row)];
  expect(whole).toEqual([0, 0, 0.125, 0.375, 0.625, 0.875, 1, 1]);
  expect([...levelsOfWindow(map, { ...row, x: 4, width: 8 })]).toEqual(
    whole.slice(2, 6),
  );
  expect([...levelsOfWindow(map, { ...row, x: -8, width: 8 })]).toEqual([
    0, 0, 0, 0,
  ]);
});
