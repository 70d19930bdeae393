/** How large a written file will be, about: for what is said before the work, and the room that is asked for. */
import type { Shape } from "./big-tiff.ts";
import type { EncodingChoices, WritableFormat } from "./codec.ts";

/** Of the samples' bytes, for photographs with some of their noise left. */
const LOSSLESS = { png: 0.8, tiff: 1 } as const;
/** Up to these qualities; all of JPEG, WebP, AVIF and JPEG XL. */
const LOSSY = [
  { quality: 85, share: 0.12 },
  { quality: 95, share: 0.27 },
  { quality: 100, share: 0.6 },
] as const;

/** Bytes of pixels of this shape in a file. */
export function fileBytes(
  { width, height, channels, bitDepth }: Shape,
  format: WritableFormat,
  { quality }: Pick<EncodingChoices, "quality">,
): number {
  const samples = (width * height * channels * bitDepth) / 8;
  switch (format) {
    case "png":
    case "tiff":
      return LOSSLESS[format] * samples;
    case "jpeg":
    case "webp":
    case "avif":
    case "jxl": {
      const range = LOSSY.find((range) => quality <= range.quality);
      return (range ?? LOSSY[2]).share * samples;
    }
  }
}
