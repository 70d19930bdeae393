/** Images written in a format, verified, and read again. */
import { join } from "node:path";
import type {
  EncodeOptions,
  WritableFormat,
} from "../../electron/codecs/codec.ts";
import { decodeImage } from "../../electron/codecs/decode.ts";
import { encodeImage, verifyImage } from "../../electron/codecs/encode.ts";
import type { Image } from "../../models/image/image.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const folder = temporaryFolder();
let files = 0;
export const newFile = (extension: string): string =>
  join(folder, `${(files++).toString()}.${extension}`);

export const options = (part: Partial<EncodeOptions> = {}): EncodeOptions => ({
  bitDepth: 8,
  quality: 92,
  metadata: {},
  ...part,
});

export async function throughFile(
  image: Image,
  format: WritableFormat,
  settings: EncodeOptions,
): Promise<{ image: Image; notices: readonly string[] }> {
  const path = newFile(format);
  const notices = await encodeImage(image, path, format, settings);
  await verifyImage(image, path, format, settings);
  return { image: (await decodeImage(path)).image, notices };
}
