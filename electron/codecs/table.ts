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
  avif: async () => (await import("./avif.ts")).avif,
  heic: async () => (await import("./heic.ts")).heic,
  jxl: async () => (await import("./jxl.ts")).jxl,
  gif: async () => (await import("./gif.ts")).gif,
  bmp: async () => (await import("./bmp.ts")).bmp,
  pnm: async () => (await import("./pnm.ts")).pnm,
  hdr: async () => (await import("./hdr.ts")).hdr,
  exr: async () => (await import("./exr.ts")).exr,
  raw: async () => (await import("./raw.ts")).raw,
};

export const encoders: Readonly<
  Record<WritableFormat, () => Promise<Encoder>>
> = {
  jpeg: async () => (await import("./jpeg.ts")).jpeg,
  png: async () => (await import("./png.ts")).png,
  tiff: async () => (await import("./tiff.ts")).tiff,
  webp: async () => (await import("./webp.ts")).webp,
  avif: async () => (await import("./avif.ts")).avif,
  jxl: async () => (await import("./jxl.ts")).jxl,
};
