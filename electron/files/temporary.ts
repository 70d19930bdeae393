/** Temporary folders that say whose they are, so that what a killed process left behind is removed by the next one. */
import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { errnoOf } from "./file-errors.ts";

/** Hidden, so that scans of the folder pass over it. */
export const TEMPORARY_PREFIX = ".nitido-";

/** Of this machine: on a shared disk the processes of others cannot be asked whether they live. */
const MACHINE = createHash("sha256")
  .update(hostname())
  .digest("hex")
  .slice(0, 8);
const OWNED = new RegExp(`^\\${TEMPORARY_PREFIX}${MACHINE}-(\\d+)-`);

/** The folders that this process has looked for remains in. */
const tidied = new Set<string>();

/** Gives `work` a new folder inside of `folder`, and removes it when that ends. Rejects with what the file system reports, or `work` throws. */
export async function inTemporaryFolder<Result>(
  folder: string,
  work: (path: string) => Promise<Result>,
): Promise<Result> {
  if (!tidied.has(folder)) {
    tidied.add(folder);
    await removeAbandoned(folder);
  }
  const owner = `${TEMPORARY_PREFIX}${MACHINE}-${process.pid.toString()}-`;
  const path = await mkdtemp(join(folder, owner));
  try {
    return await work(path);
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

/** Removes the temporary folders of processes that are no more. What cannot be removed stays. */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const owner = OWNED.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    await rm(join(folder, name), { recursive: true, force: true }).catch(
      () => undefined,
    );
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is another user's.
    return errnoOf(error) === "EPERM";
  }
}
