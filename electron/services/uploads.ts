/** The app's own copies of pictures that have no place on the disk. */
import { readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Removes every copy but those of these files: each lies in a folder of its own. */
export async function removeUnused(
  uploads: string,
  files: readonly string[],
): Promise<void> {
  const used = new Set(
    files
      .filter((file) => dirname(dirname(file)) === uploads)
      .map((file) => basename(dirname(file))),
  );
  // There is none before the first upload.
  for (const name of await readdir(uploads).catch(() => []))
    if (!used.has(name))
      await rm(join(uploads, name), { recursive: true, force: true });
}
