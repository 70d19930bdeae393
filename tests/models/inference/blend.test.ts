/** The sliders: exact at their ends, monotonic in between, luminance apart from colour, detail only where there is structure. */
import { describe, expect, test } from "vitest";
import { toOpponent } from "../../../models/image/colour.ts";
import { type Planes, plane } from "../../../models/image/image.ts";
import {
  blend,
  blendHalo,
  type BlendSettings,
} from "../../../models/inference/blend.ts";
import { Random } from "../../../models/random.ts";

const SIZE = 64;
const FULL: BlendSettings = {
  strength: 100,
  luma: 100,
  chroma: 100,
  detail: 0,
};

/** Left half smooth, right half a fine pattern; the "network" has flattened the pattern by half. */
function scene(): { noisy: Planes; denoised: Planes } {
  const random = new Random(5);
  const make = (value: (x: number, c: number) => number): Planes => ({
    width: SIZE,
    height: SIZE,
    channels: 3,
    data: Float32Array.from({ length: 3 * SIZE * SIZE }, (_, i) =>
      value(i % SIZE, Math.floor(i / (SIZE * SIZE))),
    ),
  });
  const pattern = (x: number, amount: number) =>
    0.5 + (x >= SIZE / 2 && x % 4 < 2 ? amount : 0);
  return {
    noisy: make((x) => pattern(x, 0.2) + 0.03 * random.normal()),
    denoised: make((x) => pattern(x, 0.1)),
  };
}

const { noisy, denoised } = scene();

/** Mean squared difference, of the given columns. */
function distance(a: Planes, b: Planes, from = 0, to = SIZE): number {
  let sum = 0;
  a.data.forEach((value, i) => {
    const x = i % SIZE;
    if (x >= from && x < to) sum += (value - (b.data[i] ?? NaN)) ** 2;
  });
  return sum / (3 * SIZE * (to - from));
}

describe("blend", () => {
  test("gives the noisy samples at strength 0, whatever the other sliders say", () => {
    expect(
      blend(noisy, denoised, { strength: 0, luma: 70, chroma: 30, detail: 90 })
        .data,
    ).toEqual(noisy.data);
  });

  test("gives the network's samples with every slider at its end", () => {
    expect(blend(noisy, denoised, FULL).data).toEqual(denoised.data);
  });

  test.each(["strength", "luma", "chroma"] as const)(
    "removes more, the higher %s",
    (slider) => {
      const removed = [0, 10, 35, 60, 99, 100].map((value) =>
        distance(noisy, blend(noisy, denoised, { ...FULL, [slider]: value })),
      );
      expect(removed).toEqual([...removed].sort((a, b) => a - b));
      expect(removed[5]).toBeGreaterThan(removed[0] ?? Infinity);
    },
  );

  test("removes less, the higher detail", () => {
    const removed = [0, 20, 50, 80, 100].map((detail) =>
      distance(noisy, blend(noisy, denoised, { ...FULL, detail })),
    );
    expect(removed).toEqual([...removed].sort((a, b) => b - a));
  });

  test("touches only colour at luma 0, and only luminance at chroma 0", () => {
    const onlyColour = toOpponent(blend(noisy, denoised, { ...FULL, luma: 0 }));
    const onlyLuma = toOpponent(blend(noisy, denoised, { ...FULL, chroma: 0 }));
    const before = toOpponent(noisy);
    plane(onlyColour, 0).forEach((value, i) => {
      expect(value).toBeCloseTo(plane(before, 0)[i] ?? NaN, 5);
    });
    plane(onlyLuma, 1).forEach((value, i) => {
      expect(value).toBeCloseTo(plane(before, 1)[i] ?? NaN, 5);
    });
  });

  test("returns detail where there is structure, and hardly any noise where there is none", () => {
    const detailed = blend(noisy, denoised, { ...FULL, detail: 100 });
    const [smooth, textured] = [
      distance(detailed, denoised, 0, 20),
      distance(detailed, denoised, 44, SIZE),
    ];
    const [smoothAll, texturedAll] = [
      distance(noisy, denoised, 0, 20),
      distance(noisy, denoised, 44, SIZE),
    ];
    expect(smooth / smoothAll).toBeLessThan(0.01);
    expect(textured / texturedAll).toBeGreaterThan(0.08);
  });

  test("needs no more around a region than its halo", () => {
    const settings = { strength: 80, luma: 90, chroma: 60, detail: 50 };
    const halo = blendHalo(settings);
    expect(blendHalo(FULL)).toBe(0);
    const whole = blend(noisy, denoised, settings);
    const half = (planes: Planes): Planes => ({
      ...planes,
      height: SIZE / 2,
      data: Float32Array.from(
        planes.data.filter((_, i) => i % (SIZE * SIZE) < (SIZE * SIZE) / 2),
      ),
    });
    const top = blend(half(noisy), half(denoised), settings);
    for (let row = 0; row < SIZE / 2 - halo; row++)
      for (let x = 0; x < SIZE; x++)
        expect(top.data[row * SIZE + x]).toBeCloseTo(
          whole.data[row * SIZE + x] ?? NaN,
          6,
        );
  });
});
