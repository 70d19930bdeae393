/** Writes what the lab shows as 8-bit PNG. */
import { dirname } from "node:path";
import type { Image } from "../../../models/image/image.ts";
import { encodeImage, verifyImage } from "../../codecs/encode.ts";
import { ensureFolder, writeSafely } from "../../files/safe-write.ts";

const AS = { quality: 100, bitDepth: 8, metadata: {} } as const;

/** Its folder is made. Throws OUTPUT_EXISTS, OUTPUT_UNWRITABLE, DISK_FULL. */
export async function writePicture(
  image: Image,
  target: string,
  overwrite: boolean,
): Promise<void> {
  await ensureFolder(dirname(target));
  await writeSafely({
    ...{ target, overwrite, inputs: new Set<string>() },
    write: async (path) => {
      await encodeImage(image, path, "png", AS);
    },
    verify: (path) => verifyImage(image, path, "png", AS),
  });
}
