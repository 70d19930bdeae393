/** An image at full size, half, a quarter, …: what a screen shows at any magnification. */
import type { Rect } from "./image.ts";

/** Interleaved whole numbers, row by row. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly samples: Uint8Array | Uint16Array | Int16Array;
}

/** Level 0 is the image itself; each further level halves the one before, rounding up. */
export type Pyramid<Level extends Raster = Raster> = readonly Level[];

/** The levels above an image, which is not copied; they hold zeros until `updatePyramid`. */
export function pyramidOn<Level extends Raster>(
  image: Level,
  levels: number,
): Pyramid<Level> {
  const pyramid = [image];
  for (let level = 1; level < levels; level++) {
    const width = Math.ceil(image.width / 2 ** level);
    const height = Math.ceil(image.height / 2 ** level);
    const samples = emptySamples(
      image.samples,
      width * height * image.channels,
    );
    pyramid.push({ ...image, width, height, samples });
  }
  return pyramid;
}

function emptySamples(
  like: Raster["samples"],
  length: number,
): Raster["samples"] {
  if (like instanceof Uint8Array) return new Uint8Array(length);
  if (like instanceof Uint16Array) return new Uint16Array(length);
  return new Int16Array(length);
}

/** Averages anew what depends on a region of level 0. */
export function updatePyramid(pyramid: Pyramid, region: Rect): void {
  let { x, y } = region;
  let right = region.x + region.width;
  let bottom = region.y + region.height;
  for (let level = 1; level < pyramid.length; level++) {
    [x, y] = [Math.floor(x / 2), Math.floor(y / 2)];
    [right, bottom] = [Math.ceil(right / 2), Math.ceil(bottom / 2)];
    halve(pyramid[level - 1]!, pyramid[level]!, {
      x,
      y,
      width: right - x,
      height: bottom - y,
    });
  }
}

/** The part of a level that lies under a region of level 0, and at its edges a little more. */
export function levelRect({ x, y, width, height }: Rect, level: number): Rect {
  const size = 2 ** level;
  const left = Math.floor(x / size);
  const top = Math.floor(y / size);
  return {
    x: left,
    y: top,
    width: Math.ceil((x + width) / size) - left,
    height: Math.ceil((y + height) / size) - top,
  };
}

/** Means of 2×2 samples, rounded; at an odd edge of those that there are. `region` is one of `to`. */
function halve(from: Raster, to: Raster, region: Rect): void {
  const { channels } = from;
  const [source, target] = [from.samples, to.samples];
  for (let row = 0; row < region.height; row++) {
    const y = region.y + row;
    const top = 2 * y * from.width;
    const bottom = Math.min(2 * y + 1, from.height - 1) * from.width;
    let at = (y * to.width + region.x) * channels;
    for (let x = region.x; x < region.x + region.width; x++) {
      const left = 2 * x;
      const right = Math.min(left + 1, from.width - 1);
      const a = (top + left) * channels;
      const b = (top + right) * channels;
      const c = (bottom + left) * channels;
      const d = (bottom + right) * channels;
      for (let i = 0; i < channels; i++, at++)
        target[at] =
          (source[a + i]! +
            source[b + i]! +
            source[c + i]! +
            source[d + i]! +
            2) >>
          2;
    }
  }
}
