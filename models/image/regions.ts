/** Images that are read and written region by region, wherever their samples are. */
import { invariant } from "../errors.ts";
import {
  contains,
  emptySamples,
  type Image,
  type Point,
  type Rect,
} from "./image.ts";

/** An image whose samples are not in memory: a file's, say. */
export interface ImageRegions extends Omit<Image, "samples"> {
  /** A copy of a rectangle that lies inside of it. */
  read(rect: Rect): Image;
}

export type ImageSource = Image | ImageRegions;

/** A copy of a rectangle that lies inside of an image. */
export function readRegion(source: ImageSource, rect: Rect): Image {
  if (!("samples" in source)) return source.read(rect);
  invariant(contains(source, rect), "the region must lie inside the image");
  const { width, height } = rect;
  const { channels } = source;
  const samples = emptySamples(source.samples, width * height * channels);
  const part: Image = { width, height, channels, samples };
  copyRows(source, rect, part, ORIGIN);
  return part;
}

/** Replaces a rectangle of an image by another image of its size, with as many channels and bits. */
export function writeRegion(target: Image, rect: Rect, part: Image): void {
  invariant(contains(target, rect), "the region must lie inside the image");
  copyRows(part, { ...rect, ...ORIGIN }, target, rect);
}

const ORIGIN: Point = { x: 0, y: 0 };

function copyRows(from: Image, rect: Rect, to: Image, at: Point): void {
  const length = rect.width * from.channels;
  for (let row = 0; row < rect.height; row++) {
    const start = ((rect.y + row) * from.width + rect.x) * from.channels;
    to.samples.set(
      from.samples.subarray(start, start + length),
      ((at.y + row) * to.width + at.x) * to.channels,
    );
  }
}
