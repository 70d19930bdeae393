import { describe, expect, test } from "vitest";
import type { Image } from "../../../models/image/image.ts";
import { summarise, tellingCells } from "../../../models/noise/summary.ts";
import { Random } from "../../../models/random.ts";

/** Two halves of 64×64 pixels: `left` and `right` give each sample of 0..255. */
function halves(
  left: () => number,
  right: () => number,
  channels: 3 | 4 = 3,
): Image {
  const samples = new Uint8Array(128 * 64 * channels);
  for (let i = 0; i < samples.length; i++) {
    const x = Math.floor(i / channels) % 128;
    samples[i] = (x < 64 ? left : right)();
  }
  return { width: 128, height: 64, channels, samples };
}

/** Levels of 0..255 for the cells of either half. */
function mapOf(left: number, right: number) {
  const sigma = new Float32Array(16 * 8);
  sigma.forEach((_, i) => (sigma[i] = (i % 16 < 8 ? left : right) / 255));
  return { width: 16, height: 8, sigma };
}

const random = new Random(4);
const around = (mean: number) => () => mean + 6 * random.normal();
const level = (sigma: readonly number[]) => Math.hypot(...sigma) / Math.sqrt(3);

describe("the summary of a map", () => {
  test("is its mean strength, by brightness", () => {
    const image = halves(around(64), around(192));
    const { sigma, curve, a, b, map } = summarise(image, mapOf(3, 9));
    expect(level(sigma)).toBeCloseTo(Math.sqrt((9 + 81) / 2), 4);
    const [dark, bright] = [curve[3]!, curve[9]!];
    expect(255 * Math.sqrt(dark)).toBeCloseTo(3, 4);
    expect(255 * Math.sqrt(bright)).toBeCloseTo(9, 4);
    expect(a).toBeGreaterThan(0);
    expect(b).toBeGreaterThanOrEqual(0);
    expect(map).toBeDefined();
  });

  test("does not count what is plain, blown out or transparent", () => {
    const noisy = around(128);
    for (const plain of [0, 128, 255])
      expect(
        level(
          summarise(
            halves(noisy, () => plain),
            mapOf(8, 0),
          ).sigma,
        ),
      ).toBeCloseTo(8, 4);
    let sample = 0;
    const transparent = () => (sample++ % 4 === 3 ? 0 : noisy());
    let other = 0;
    const opaque = () => (other++ % 4 === 3 ? 255 : noisy());
    const cut = halves(opaque, transparent, 4);
    expect(level(summarise(cut, mapOf(8, 0)).sigma)).toBeCloseTo(8, 4);
  });

  test("of an image without a telling pixel is no noise", () => {
    const white = halves(
      () => 255,
      () => 255,
    );
    const { sigma, curve } = summarise(white, mapOf(4, 4));
    expect(level(sigma)).toBe(0);
    expect(Math.max(...curve)).toBe(0);
  });

  test("takes cells from all over a large map", () => {
    const image = halves(around(64), around(192));
    expect(tellingCells(image, mapOf(1, 2))).toHaveLength(16 * 8);
  });
});
