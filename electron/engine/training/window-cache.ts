/** Parts of photographs for training: the most recently used ones that fit a memory limit. */
import {
  emptyPlanes,
  type Image,
  type Rect,
  toPlanes,
  writePlanes,
} from "../../../models/image/image.ts";
import { shiftedBy } from "../../../models/image/shift.ts";
import type { PhotographSource } from "../../../models/training/batches.ts";
import type { Photograph } from "../../../models/training/data/mode.ts";
import { WINDOW_EDGE, type Window } from "../../../models/training/windows.ts";
import type { PhotographFile } from "./batch-messages.ts";

/** `decode` is called for parts that are not in memory; concurrent loads of one part share it. */
export function cachedWindows(
  photographs: readonly PhotographFile[],
  cacheBytes: number,
  decode: (file: string) => Promise<Image>,
): PhotographSource {
  // A Map keeps insertion order, so its first key is the least recently used.
  const cache = new Map<string, Promise<Photograph>>();
  const sizes = new Map<string, number>();
  let bytes = 0;

  return {
    count: photographs.length,
    async load(window) {
      const key = `${String(window.photograph)} ${String(window.x)} ${String(window.y)}`;
      const loading =
        cache.get(key) ??
        partOf(photographs[window.photograph]!, window, decode);
      cache.delete(key);
      cache.set(key, loading);
      const photograph = await loading;
      if (!sizes.has(key)) {
        const size = bytesOf(photograph);
        sizes.set(key, size);
        bytes += size;
      }
      for (const oldest of cache.keys()) {
        if (bytes <= cacheBytes || oldest === key) break;
        cache.delete(oldest);
        bytes -= sizes.get(oldest) ?? 0;
        sizes.delete(oldest);
      }
      return photograph;
    },
  };
}

function bytesOf({ image, clean }: Photograph): number {
  return image.samples.byteLength + (clean?.samples.byteLength ?? 0);
}

async function partOf(
  { file, clean, others }: PhotographFile,
  { x, y }: Window,
  decode: (file: string) => Promise<Image>,
): Promise<Photograph> {
  const image = await decode(file);
  const shift = clean?.shift ?? { x: 0, y: 0 };
  // Only where the other side of a pair, shifted, has pixels too.
  const across = extent(image.width, shift.x, x);
  const down = extent(image.height, shift.y, y);
  const rect = {
    ...{ x: across.start, width: across.length },
    ...{ y: down.start, height: down.length },
  };
  const part = cropped(image, rect);
  if (others) return { image: part, clean: await meanOf(others, rect, decode) };
  if (!clean) return { image: part };
  const reference = await decode(clean.file);
  return {
    image: part,
    clean: cropped(reference, {
      ...rect,
      x: rect.x + shift.x,
      y: rect.y + shift.y,
    }),
  };
}

/** The mean of frames, each shifted; in 16 bits where there are several, or one that is as deep. */
async function meanOf(
  frames: NonNullable<PhotographFile["others"]>,
  { x, y, width, height }: Rect,
  decode: (file: string) => Promise<Image>,
): Promise<Image> {
  const sum = emptyPlanes(width, height, 3);
  let deep = frames.length > 1;
  for (const { file, shift } of frames) {
    const frame = await decode(file);
    deep ||= !(frame.samples instanceof Uint8Array);
    const [left, top] = [Math.round(shift.x), Math.round(shift.y)];
    const near = toPlanes(frame, {
      ...{ x: x + left, y: y + top, width, height },
    });
    const exact = shiftedBy(near, { x: shift.x - left, y: shift.y - top });
    exact.data.forEach((value, i) => {
      sum.data[i] = sum.data[i]! + value / frames.length;
    });
  }
  const size = 3 * width * height;
  const samples = deep ? new Uint16Array(size) : new Uint8Array(size);
  const mean: Image = { width, height, channels: 3, samples };
  writePlanes(mean, { x: 0, y: 0, width, height }, sum);
  return mean;
}

/** Where along one side the part begins, and how long it is. */
function extent(size: number, shift: number, place: number) {
  const first = Math.max(0, -shift);
  const common = size - Math.abs(shift);
  const length = Math.min(WINDOW_EDGE, common);
  return { start: first + Math.floor(place * (common - length + 1)), length };
}

/** A copy, so that the rest of the image can be forgotten. */
function cropped(image: Image, { x, y, width, height }: Rect): Image {
  const { channels, samples } = image;
  if (width === image.width && height === image.height) return image;
  const row = width * channels;
  const part = samples.slice(0, row * height);
  for (let line = 0; line < height; line++) {
    const from = ((y + line) * image.width + x) * channels;
    part.set(samples.subarray(from, from + row), line * row);
  }
  return { width, height, channels, samples: part };
}
