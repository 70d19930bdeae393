/** Writes image files: picks the format's codec. */
import type {
  EncodeOptions,
  Notice,
  Picture,
  WritableFormat,
} from "./codec.ts";
import { encoders } from "./table.ts";

/**
 * Writes a new file; call it through `writeSafely`. Float32Array samples are
 * rounded to the bit depth. Returns what the format could not keep.
 */
export async function encodeImage(
  image: Picture,
  path: string,
  format: WritableFormat,
  options: EncodeOptions,
): Promise<readonly Notice[]> {
  const encoder = await encoders[format]();
  return encoder.encode(image, path, options);
}

/** Throws OUTPUT_INVALID unless the written file can be read again to its last row. */
export async function verifyImage(
  image: Picture,
  path: string,
  format: WritableFormat,
  options: EncodeOptions,
): Promise<void> {
  const encoder = await encoders[format]();
  return encoder.verify(path, image, options);
}
