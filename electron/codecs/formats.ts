/** Names and limits of the writable formats: what naming and encoding need to know without loading a codec. */
import type { WritableFormat } from "./codec.ts";

interface FormatTraits {
  /** Without the dot; the first is the one new names get. */
  readonly extensions: readonly [string, ...string[]];
  readonly deep: boolean;
  readonly alpha: boolean;
  /** The most pixels a side can have. */
  readonly sideLimit: number;
}

export const FORMATS: Readonly<Record<WritableFormat, FormatTraits>> = {
  jpeg: {
    extensions: ["jpg", "jpeg", "jpe", "jfif"],
    deep: false,
    alpha: false,
    sideLimit: 65_535,
  },
  png: {
    extensions: ["png"],
    deep: true,
    alpha: true,
    sideLimit: 2 ** 31 - 1,
  },
  tiff: {
    extensions: ["tif", "tiff"],
    deep: true,
    alpha: true,
    sideLimit: 2 ** 31 - 1,
  },
  webp: {
    extensions: ["webp"],
    deep: false,
    alpha: true,
    sideLimit: 16_383,
  },
};

/** The format a file name asks for by its extension, or undefined. */
export function formatOfName(name: string): WritableFormat | undefined {
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase();
  if (extension === undefined) return undefined;
  const formats = Object.keys(FORMATS) as WritableFormat[];
  return formats.find((format) =>
    FORMATS[format].extensions.includes(extension),
  );
}
