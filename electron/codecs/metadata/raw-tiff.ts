/** Tells camera RAW files that begin like TIFF (NEF, ARW, PEF, DNG …) from photographs. */
import { open } from "node:fs/promises";
import { formatOfName } from "../formats.ts";
import { type Field, readTiff, TAG } from "./ifd.ts";
import { bytesOfFile } from "./read-bytes.ts";

const COLOUR_FILTER_ARRAY = 32_803;
const LINEAR_RAW = 34_892;

/** Never rejects because of what the file holds: a damaged TIFF is left to the reader of TIFF. */
export async function isRawTiff(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const fields = (await readTiff(bytesOfFile(file))) ?? [];
    // Some makers mark nothing; only the name tells then.
    return isRaw(fields) || (formatOfName(path) === "raw" && fields.length > 0);
  } finally {
    await file.close();
  }
}

/** Whether the first directory is a raw image, or the thumbnail that raw files begin with. */
function isRaw(fields: readonly Field[]): boolean {
  const number = (tag: number): number => {
    const value = fields.find((field) => field.tag === tag)?.value;
    return value && value.length >= 2 ? value[0]! + 256 * value[1]! : 0;
  };
  const photometric = number(TAG.photometric);
  return (
    fields.some(({ tag }) => tag === TAG.dngVersion) ||
    photometric === COLOUR_FILTER_ARRAY ||
    photometric === LINEAR_RAW ||
    number(TAG.newSubfileType) % 2 === 1
  );
}
