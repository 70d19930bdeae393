/** Whether a disk has room for what is about to be written. */
import { statfs } from "node:fs/promises";
import { NitidoError } from "../../models/errors.ts";

/** Throws DISK_FULL, with `{ file }` and megabytes, when fewer than `bytes` are free on the disk of `folder`. What cannot be asked has room. */
export async function requireRoom(
  folder: string,
  bytes: number,
  file: string,
): Promise<void> {
  const disk = await statfs(folder).catch(() => undefined);
  if (!disk) return;
  const free = disk.bavail * disk.bsize;
  if (free >= bytes) return;
  throw new NitidoError("DISK_FULL", {
    kind: "before",
    file,
    needed: Math.ceil(bytes / 1e6),
    free: Math.floor(free / 1e6),
  });
}
