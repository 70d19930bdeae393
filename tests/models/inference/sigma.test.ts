/** The noise maps of windows, for networks with a map and for those with one level. */
import { expect, test } from "vitest";
import { type Image, toPlanes } from "../../../models/image/image.ts";
import {
  evenness,
  sigmaOfWindows,
  toldLevel,
} from "../../../models/inference/sigma.ts";
import { estimateNoise } from "../../../models/noise/estimate.ts";
import { noiseMap } from "../../../models/noise/noise-map.ts";
import { Random } from "../../../models/random.ts";

/** Noise that grows from the dark left to the bright right. */
function shotNoise(): Image {
  const random = new Random(2);
  const samples = Uint8Array.from({ length: 3 * 256 * 256 }, (_, i) => {
    const level = 20 + (Math.floor(i / 3) % 256) * 0.8;
    return Math.round(level + 0.06 * level * random.normal());
  });
  return { width: 256, height: 256, channels: 3, samples };
}
const left = { x: 0, y: 0, width: 64, height: 64 };
const right = { ...left, x: 192 };
const levels = (map: Float32Array): number =>
  (255 * map.reduce((sum, x) => sum + x, 0)) / map.length;

test("a map follows the brightness", () => {
  const image = shotNoise();
  const sigma = sigmaOfWindows(image, estimateNoise(image), {});
  expect(levels(sigma(right))).toBeGreaterThan(2 * levels(sigma(left)));
});

test("a window's map is that of the whole image away from its borders, and of mirrored pixels beyond them", () => {
  const image = shotNoise();
  const noise = estimateNoise(image);
  const whole = noiseMap(toPlanes(image), noise);
  const window = { x: 200, y: 16, width: 64, height: 40 };
  const map = sigmaOfWindows(image, noise, {})(window);
  for (let y = 0; y < 20; y++)
    expect(map.subarray(32 * y, 32 * y + 22)).toEqual(
      whole.subarray(128 * (8 + y) + 100, 128 * (8 + y) + 122),
    );
  const around = { x: 188, y: 4, width: 88, height: 64 };
  const wide = noiseMap(toPlanes(image, around), noise);
  expect(map.subarray(0, 32)).toEqual(wide.subarray(6 * 44 + 6, 6 * 44 + 38));
});

test("a network with one level is told the same in every window", () => {
  const image = shotNoise();
  const noise = estimateNoise(image);
  const sigma = sigmaOfWindows(image, noise, { uniform: true });
  expect(sigma(left)).toEqual(sigma(right));
  expect(levels(sigma(left))).toBeCloseTo(
    Math.hypot(...noise.sigma) / Math.sqrt(3),
    3,
  );
});

test("a given level holds everywhere", () => {
  const sigma = sigmaOfWindows(shotNoise(), 51, {});
  expect(new Set(sigma(left))).toEqual(new Set([Math.fround(0.2)]));
});

test("where the noise meter has measured, its map is told, with more where noise is sure", () => {
  const image = shotNoise();
  const cells = 16 * 8;
  const map = {
    width: 16,
    height: 8,
    sigma: new Float32Array(cells).fill(0.1),
  };
  const noise = { ...estimateNoise(image), map };
  const told = sigmaOfWindows(image, noise, {})(left);
  for (const sigma of told) expect(sigma).toBeCloseTo(0.1 + 4 / 255, 6);
  expect(toldLevel(0, 1)).toBe(0);
  expect(toldLevel(1 / 255, 1)).toBe(1 / 255);
  expect(255 * toldLevel(5 / 255, 1)).toBeCloseTo(9, 6);
  expect(255 * toldLevel(5 / 255, 0.5)).toBeCloseTo(7, 6);
});

test("no more is told where only places of a picture have noise, as texture and compression look", () => {
  // Of ten places one is the faintest, and one the strongest.
  const between = (low: number, high: number) => ({
    sigma: Float32Array.from(
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      (i) => (low + ((high - low) * Math.max(0, i - 1)) / 8) / 255,
    ),
  });
  expect(evenness(between(6, 6))).toBe(1);
  expect(evenness(between(4, 8))).toBeCloseTo(1, 6);
  expect(evenness(between(2, 7))).toBeCloseTo(0.5, 6);
  expect(evenness(between(1, 9))).toBe(0);
  expect(evenness(between(0, 0))).toBe(1);
});
