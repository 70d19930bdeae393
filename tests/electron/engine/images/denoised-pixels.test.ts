/** The denoised pixels at every magnification are those of the whole image with its denoised parts in place. */
import { expect, test } from "vitest";
import { DenoisedPixels } from "../../../../electron/engine/images/denoised-pixels.ts";
import { noisyPyramid } from "../../../../electron/engine/images/noisy-pyramid.ts";
import {
  emptyPlanes,
  type Image,
  type Rect,
  toPlanes,
  writePlanes,
} from "../../../../models/image/image.ts";
import { levelRect } from "../../../../models/image/pyramid.ts";
import { randomImage } from "../../../support/image-files.ts";

const WHOLE = { x: 0, y: 0, width: 1100, height: 600 };
const CORE = { x: 496, y: 0, width: 48, height: 160 };
const GREY = 128 / 255;

/** A tile in which everything is mid-grey. */
function tile(core: Rect) {
  const denoised = emptyPlanes(core.width, core.height, 3);
  denoised.data.fill(GREY);
  return { core, denoised, noisy: denoised, offset: { x: 0, y: 0 } };
}

test.each([1, 2, 3, 4] as const)("%i channels", async (channels) => {
  const image = randomImage(WHOLE.width, WHOLE.height, channels);
  const noisy = await noisyPyramid(image, 8);
  const pixels = new DenoisedPixels(noisy);

  // What the pyramid of the whole would be.
  const samples = image.samples.slice();
  const expected: Image = { ...image, samples };
  writePlanes(expected, CORE, tile(CORE).denoised);
  const wanted = await noisyPyramid(expected, 8);

  expect(deviation(pixels, noisy, 0)).toBe(0);
  pixels.write(tile(CORE));
  for (let level = 0; level < noisy.length; level++)
    // Averages are rounded at 8 bits there, and at 16 here.
    expect(deviation(pixels, wanted, level)).toBeLessThanOrEqual(2 * 257);
  const part = { x: 500, y: 100, width: 80, height: 100 };
  expect(pixels.planes(part)).toEqual(toPlanes(expected, part));
});

function deviation(
  pixels: DenoisedPixels,
  pyramid: readonly Image[],
  level: number,
): number {
  const raster = pyramid[level]!;
  const area = levelRect(WHOLE, level);
  const cut = pixels.cut(level, area);
  const planes = toPlanes(raster, area);
  const size = area.width * area.height;
  let worst = 0;
  for (let i = 0; i < size; i++)
    for (let c = 0; c < 3; c++)
      worst = Math.max(
        worst,
        Math.abs(cut[3 * i + c]! - 65535 * planes.data[c * size + i]!),
      );
  return Math.round(worst);
}
