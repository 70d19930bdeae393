import { expect, test } from "vitest";
import { drawing } from "../../../models/image/drawing.ts";
import { Random } from "../../../models/random.ts";

const seeds = Array.from({ length: 60 }, (_, seed) => seed);

test("drawings are three planes of 0..1, and repeat themselves for one seed", () => {
  for (const seed of seeds) {
    const { width, height, channels, data } = drawing(48, new Random(seed));
    expect([width, height, channels]).toEqual([48, 48, 3]);
    expect(data.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(drawing(48, new Random(seed)).data).toEqual(data);
  }
});

test("most of them have edges, and few different values", () => {
  const contrast = seeds.filter((seed) => {
    const { data } = drawing(48, new Random(seed));
    return Math.max(...data) - Math.min(...data) > 0.3;
  });
  expect(contrast.length).toBeGreaterThan(0.8 * seeds.length);
});
