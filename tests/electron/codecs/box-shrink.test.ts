/** Means of boxes of pixels, at every depth and from any source. */
import { expect, test } from "vitest";
import { boxShrunk } from "../../../electron/codecs/box-shrink.ts";
import { readRegion } from "../../../models/image/regions.ts";

test("means of whole boxes and of what is left at the edges", () => {
  const samples = Uint8Array.of(
    ...[0, 10, 20, 30, 100],
    ...[10, 20, 30, 41, 101],
    ...[7, 8, 9, 9, 50],
  );
  const image = { width: 5, height: 3, channels: 1 as const, samples };
  expect(boxShrunk(image, 8, 2)).toEqual({
    ...{ width: 3, height: 2, channels: 1 },
    samples: Uint8Array.of(10, 30, 101, 8, 9, 50),
  });
});

test("a transparent pixel's colour does not show", () => {
  const samples = Uint8Array.of(...[200, 255], ...[7, 0]);
  const image = { width: 2, height: 1, channels: 2 as const, samples };
  expect([...boxShrunk(image, 8, 2).samples]).toEqual([200, 128]);
});

test("16 bits, read region by region, three colours", () => {
  const samples = Uint16Array.of(...[60_000, 2, 3], ...[65_000, 4, 9]);
  const image = { width: 2, height: 1, channels: 3 as const, samples };
  const regions = {
    ...{ width: 2, height: 1, channels: 3 as const },
    read: (rect: Parameters<typeof readRegion>[1]) => readRegion(image, rect),
  };
  expect([...boxShrunk(regions, 16, 2).samples]).toEqual([62_500, 3, 6]);
});
