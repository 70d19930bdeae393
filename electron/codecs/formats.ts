/** Names and limits of the formats: what naming, encoding and the interface need to know without loading a codec. */
import type { FileDepth, ReadableFormat, WritableFormat } from "./codec.ts";

interface FormatTraits {
  readonly title: string;
  /** Without the dot; the first is the one new names get. */
  readonly extensions: readonly [string, ...string[]];
  /** The format of a result that is to be as the original was: the format itself, or the nearest one that can be written. */
  readonly savedAs: WritableFormat;
}

/** All that can be read. */
export const FORMATS: Readonly<Record<ReadableFormat, FormatTraits>> = {
  jpeg: {
    title: "JPEG",
    extensions: ["jpg", "jpeg", "jpe", "jfif"],
    savedAs: "jpeg",
  },
  png: { title: "PNG", extensions: ["png"], savedAs: "png" },
  tiff: { title: "TIFF", extensions: ["tif", "tiff"], savedAs: "tiff" },
  webp: { title: "WebP", extensions: ["webp"], savedAs: "webp" },
  avif: { title: "AVIF", extensions: ["avif"], savedAs: "avif" },
  heic: {
    title: "HEIC",
    extensions: ["heic", "heif", "hif"],
    savedAs: "jpeg",
  },
  jxl: { title: "JPEG XL", extensions: ["jxl"], savedAs: "jxl" },
  gif: { title: "GIF", extensions: ["gif"], savedAs: "png" },
  bmp: { title: "BMP", extensions: ["bmp", "dib"], savedAs: "png" },
  pnm: {
    title: "PNM",
    extensions: ["pnm", "ppm", "pgm", "pbm", "pam", "pfm"],
    savedAs: "png",
  },
  hdr: {
    title: "Radiance HDR",
    extensions: ["hdr", "pic", "rgbe"],
    savedAs: "tiff",
  },
  exr: { title: "OpenEXR", extensions: ["exr"], savedAs: "tiff" },
  raw: {
    title: "camera RAW",
    extensions: [
      "dng",
      "cr2",
      "cr3",
      "crw",
      "nef",
      "nrw",
      "arw",
      "sr2",
      "srf",
      "raf",
      "orf",
      "ori",
      "rw2",
      "rwl",
      "pef",
      "srw",
      "3fr",
      "fff",
      "iiq",
      "mef",
      "mos",
      "mrw",
      "erf",
      "kdc",
      "dcr",
    ],
    savedAs: "tiff",
  },
};

/** What else can be chosen for a format when it is written. */
export type EncodingChoice =
  "quality" | "subsampling" | "progressive" | "compression";

interface OutputTraits {
  /** Bits a sample, in ascending order. */
  readonly depths: readonly [FileDepth, ...FileDepth[]];
  readonly alpha: boolean;
  /** The most pixels a side can have. */
  readonly sideLimit: number;
  /** The most pixels that its encoder can hold. */
  readonly pixelLimit?: number;
  readonly choices: readonly EncodingChoice[];
}

/** All that can be written. */
export const OUTPUTS: Readonly<Record<WritableFormat, OutputTraits>> = {
  jpeg: {
    depths: [8],
    alpha: false,
    sideLimit: 65_535,
    choices: ["quality", "subsampling", "progressive"],
  },
  png: { depths: [8, 16], alpha: true, sideLimit: 2 ** 31 - 1, choices: [] },
  tiff: {
    depths: [8, 16],
    alpha: true,
    sideLimit: 2 ** 31 - 1,
    choices: ["compression"],
  },
  webp: { depths: [8], alpha: true, sideLimit: 16_383, choices: ["quality"] },
  avif: {
    depths: [8, 10, 12],
    alpha: true,
    sideLimit: 16_384,
    choices: ["quality", "subsampling"],
  },
  jxl: {
    depths: [8, 16],
    alpha: true,
    sideLimit: 2 ** 30,
    pixelLimit: 32_000_000,
    choices: ["quality"],
  },
};

/** The names of the writable formats, in the order of the table. */
export const WRITABLE = Object.keys(OUTPUTS) as readonly WritableFormat[];

/** The least depth of a format that holds `wanted` bits; its deepest if none does. */
export function depthIn(format: WritableFormat, wanted: FileDepth): FileDepth {
  const { depths } = OUTPUTS[format];
  return depths.find((depth) => depth >= wanted) ?? depths.at(-1)!;
}

/** The format a file name asks for by its extension, or undefined. */
export function formatOfName(name: string): ReadableFormat | undefined {
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase();
  if (extension === undefined) return undefined;
  const formats = Object.keys(FORMATS) as ReadableFormat[];
  return formats.find((format) =>
    FORMATS[format].extensions.includes(extension),
  );
}

/** The writable format a file name asks for by its extension, or undefined. */
export function outputFormatOfName(name: string): WritableFormat | undefined {
  const format = formatOfName(name);
  return WRITABLE.find((writable) => writable === format);
}
