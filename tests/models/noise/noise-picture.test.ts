import { expect, test } from "vitest";
import {
  colourAt,
  levelAt,
  levelsOf,
  packNoisePicture,
  positionOf,
  STRONGEST,
  unpackNoisePicture,
} from "../../../models/noise/noise-picture.ts";

test("the scale is logarithmic, and ends", () => {
  expect([0, 1, 7, 63, 200].map(positionOf)).toEqual([0, 1 / 6, 0.5, 1, 1]);
  expect(positionOf(-1)).toBe(0);
  expect([0, 0.5, 1].map(levelAt)).toEqual([0, 7, STRONGEST]);
});

test("colours become lighter from end to end", () => {
  const lightness = Array.from({ length: 64 }, (_, i) => {
    const [r, g, b] = colourAt(i / 63);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  });
  for (let i = 1; i < lightness.length; i++)
    expect(lightness[i]).toBeGreaterThan(lightness[i - 1]!);
  expect(colourAt(2)).toEqual(colourAt(1));
});

test("what is packed comes out again, to a byte", () => {
  const sigma = Float32Array.of(0, 1 / 255, 7 / 255, 0.3, 1, 0);
  const bytes = packNoisePicture({ width: 3, height: 2, sigma });
  expect(unpackNoisePicture(bytes)).toEqual({
    width: 3,
    height: 2,
    positions: Uint8Array.of(0, 43, 128, 255, 255, 0),
  });
  expect(() => unpackNoisePicture(bytes.subarray(0, 12))).toThrow("each cell");
});

test("a curve gives each cell the level of its brightness, at the borders too", () => {
  // 10×9 pixels: four cells, of which only the first is whole. The left ones are black, the right ones white.
  const samples = Uint8Array.from({ length: 10 * 9 }, (_, i) =>
    i % 10 < 8 ? 0 : 255,
  );
  const curve = Array.from({ length: 12 }, (_, i) => ((i + 1) / 255) ** 2);
  const image = { width: 10, height: 9, channels: 1, samples } as const;
  const { width, height, sigma } = levelsOf(image, { curve });
  expect([width, height]).toEqual([2, 2]);
  expect([...sigma].map((level) => Math.round(255 * level))).toEqual([
    1, 12, 1, 12,
  ]);
});

test("a measured map is shown as it is", () => {
  const map = { width: 1, height: 1, sigma: Float32Array.of(0.02) };
  const samples = new Uint8Array(64);
  const image = { width: 8, height: 8, channels: 1, samples } as const;
  expect(levelsOf(image, { map, curve: [] })).toBe(map);
});
