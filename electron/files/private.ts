/** Files and folders that their owner alone can read. Windows keeps others out of a user's folders by itself. */
import { chmod, mkdir } from "node:fs/promises";
import { outputError } from "./file-errors.ts";

/** Modes to create with. */
export const PRIVATE = { file: 0o600, folder: 0o700 } as const;

/** Creates a folder and those above it, and closes it to others also where it was there. Throws OUTPUT_UNWRITABLE or DISK_FULL with `{ file: folder }`. */
export async function ensurePrivateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: PRIVATE.folder });
  } catch (error) {
    throw outputError(error, folder);
  }
  // A folder of another user, or of a file system without modes, stays as it is.
  await chmod(folder, PRIVATE.folder).catch(() => undefined);
}
