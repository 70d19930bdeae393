/** A file system with room for a few kilobytes, to be full in earnest. */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { afterAll } from "vitest";
import type { Resource } from "./available.ts";

/** Mounts it at `folder`, which is made; only the superuser of a Linux can. Unmounted when the tests are over. */
export function tinyDisk(folder: string, kilobytes: number): Resource {
  mkdirSync(folder, { recursive: true });
  const size = `size=${kilobytes.toString()}k`;
  const { status } = spawnSync(
    "mount",
    ["-t", "tmpfs", "-o", size, "none", folder],
    { stdio: "ignore" },
  );
  if (status === 0) afterAll(() => void spawnSync("umount", [folder]));
  const path = status === 0 ? folder : null;
  return { name: "the right to mount a tmpfs", path };
}
