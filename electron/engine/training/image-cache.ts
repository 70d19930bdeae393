/** Decoded photographs for training: the most recently used ones that fit a memory limit. */
import type { Image } from "../../../models/image/image.ts";
import type { ImageSource } from "../../../models/training/batches.ts";

/** `decode` is called for images that are not in memory; concurrent loads of one image share it. */
export function cachedImages(
  files: readonly string[],
  cacheBytes: number,
  decode: (file: string) => Promise<Image>,
): ImageSource {
  // A Map keeps insertion order, so its first key is the least recently used.
  const cache = new Map<number, Promise<Image>>();
  const sizes = new Map<number, number>();
  let bytes = 0;

  return {
    count: files.length,
    async load(index) {
      const known = cache.get(index);
      const loading = known ?? decode(files[index] ?? "");
      cache.delete(index);
      cache.set(index, loading);
      const image = await loading;
      if (!sizes.has(index)) {
        sizes.set(index, image.samples.byteLength);
        bytes += image.samples.byteLength;
      }
      for (const oldest of cache.keys()) {
        if (bytes <= cacheBytes || oldest === index) break;
        cache.delete(oldest);
        bytes -= sizes.get(oldest) ?? 0;
        sizes.delete(oldest);
      }
      return image;
    },
  };
}
