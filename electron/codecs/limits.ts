/** The largest image that is read, checked by its header, before anything is allocated; and how long reading may take. */
import { NitidoError } from "../../models/errors.ts";

/** 300 megapixels: 0.9 GB of 8-bit colour. Larger files are more often bombs than photographs. */
export const PIXEL_LIMIT = 300_000_000;

/** Throws IMAGE_TOO_LARGE when there are more than `limit` pixels. */
export function requireFitting(
  { width, height }: { readonly width: number; readonly height: number },
  file: string,
  limit: number,
): void {
  if (width * height <= limit) return;
  throw new NitidoError("IMAGE_TOO_LARGE", {
    file,
    width,
    height,
    megapixels: Math.ceil((width * height) / 1e6),
    limit: Math.floor(limit / 1e6),
  });
}

/** Milliseconds that decoding may take, and for each megapixel as many more as below: a slow machine takes a fraction. */
export const DECODING_MS = 60_000;
const MEGAPIXEL_MS = 3000;

/** How long decoding an image of this size may take, in milliseconds. */
export function timeLimit({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): number {
  return DECODING_MS + (MEGAPIXEL_MS * width * height) / 1e6;
}
