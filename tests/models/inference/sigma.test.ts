/** The noise maps of windows, for networks with a map and for those with one level. */
import { expect, test } from "vitest";
import type { Image } from "../../../models/image/image.ts";
import { sigmaOfWindows } from "../../../models/inference/sigma.ts";
import { estimateNoise } from "../../../models/noise/estimate.ts";
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
