/** The codec of each format. A format without an entry does not compile; a library is loaded when its first file comes. */
import type {
  Decoder,
  Encoder,
  ReadableFormat,
  WritableFormat,
} from "./codec.ts";

export const decoders: Readonly<
  Record<ReadableFormat, () => Promise<Decoder>>
> = {
  jpeg: async () => (await import("./jpeg.ts")).jpeg,
  png: async () => (await import("./png.ts")).png,
  tiff: async () => (await import("./tiff.ts")).tiff,
  webp: async () => (await import("./webp.ts")).webp,
};

export const encoders: Readonly<
  Record<WritableFormat, () => Promise<Encoder>>
> = {
  jpeg: async () => (await import("./jpeg.ts")).jpeg,
  png: async () => (await import("./png.ts")).png,
  tiff: async () => (await import("./tiff.ts")).tiff,
  webp: async () => (await import("./webp.ts")).webp,
};
