/** The largest picture that a format can hold, so that it is refused before any work. */
import { NitidoError } from "../../models/errors.ts";
import type { WritableFormat } from "./codec.ts";
import { FORMATS, OUTPUTS } from "./formats.ts";

/** Throws FORMAT_LIMIT where a picture of this size cannot be written in the format. */
export function requireEncodable(
  { width, height }: { readonly width: number; readonly height: number },
  format: WritableFormat,
  file: string,
): void {
  const { sideLimit, pixelLimit = Infinity } = OUTPUTS[format];
  const { title } = FORMATS[format];
  if (width * height > pixelLimit)
    throw new NitidoError("FORMAT_LIMIT", {
      kind: "pixels",
      file,
      format: title,
      megapixels: Math.ceil((width * height) / 1e6),
      limit: Math.floor(pixelLimit / 1e6),
    });
  if (Math.max(width, height) > sideLimit)
    throw new NitidoError("FORMAT_LIMIT", {
      file,
      format: title,
      width,
      height,
      limit: sideLimit,
    });
}
