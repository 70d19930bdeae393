/** Keeps two instances of the app from writing the same data folder. */
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { NitidoError } from "../../models/errors.ts";

export interface Claim {
  readonly release: () => Promise<void>;
}

/** Throws ALREADY_RUNNING while the process that holds the folder lives. */
export async function claimDataFolder(folder: string): Promise<Claim> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, "running");
  for (;;) {
    try {
      const handle = await open(file, "wx");
      await handle.writeFile(String(process.pid));
      await handle.close();
      return { release: () => rm(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = Number(await readFile(file, "utf8").catch(() => ""));
    if (holder !== process.pid && isAlive(holder))
      throw new NitidoError("ALREADY_RUNNING", { folder, process: holder });
    // Its process was killed: the mark means nothing any more.
    await rm(file, { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process of another user cannot be signalled, but it is there.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
