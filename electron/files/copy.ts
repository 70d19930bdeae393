/** Copies files completely or not at all, and removes originals only when the copy holds what they hold. */
import { constants } from "node:fs";
import { copyFile, stat, unlink, utimes } from "node:fs/promises";
import { NitidoError } from "../../models/errors.ts";
import { type ContentHash, contentHash, hasContent } from "./content-hash.ts";
import { inputError, outputError } from "./file-errors.ts";
import { writeSafely } from "./safe-write.ts";

/**
 * With the time of its last change. Throws FILE_NOT_FOUND or FILE_UNREADABLE for the original,
 * OUTPUT_EXISTS, OUTPUT_UNWRITABLE, OUTPUT_INVALID or DISK_FULL for the target, which is then as it
 * was before.
 */
export async function copySafely(
  original: string,
  target: string,
): Promise<void> {
  const held = await contentOf(original);
  const { atime, mtime } = await stat(original);
  await writeSafely({
    ...{ target, overwrite: false, inputs: new Set<string>() },
    async write(path) {
      // Where the file system can, the copy shares its bytes.
      await copyFile(original, path, constants.COPYFILE_FICLONE);
      await utimes(path, atime, mtime);
    },
    async verify(path) {
      if (!(await hasContent(path, held)))
        throw new NitidoError("OUTPUT_INVALID", { file: target });
    },
  });
}

/** Ends the move that a copy began. Throws OUTPUT_INVALID where the two differ, and OUTPUT_UNWRITABLE where the original cannot be removed; both files stay then. */
export async function removeCopied(
  original: string,
  copy: string,
): Promise<void> {
  if (!(await hasContent(copy, await contentOf(original))))
    throw new NitidoError("OUTPUT_INVALID", { file: copy });
  try {
    await unlink(original);
  } catch (error) {
    throw outputError(error, original);
  }
}

const contentOf = (file: string): Promise<ContentHash> =>
  contentHash(file).catch((error: unknown) => {
    throw inputError(error, file);
  });
