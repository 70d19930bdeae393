/** Keeps two processes from writing the same data folder, or the same ledger. */
import { mkdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ErrorDetails, NitidoError } from "../../models/errors.ts";
import { errnoOf, outputError } from "../files/file-errors.ts";
import { glimpse, isSame } from "./save/glimpse.ts";

/** Milliseconds between two signs of life. */
const BEAT = 3000;

export interface Claim {
  readonly release: () => Promise<void>;
}

/** Throws ALREADY_RUNNING while the process that holds the folder lives. */
export async function claimDataFolder(folder: string): Promise<Claim> {
  await mkdir(folder, { recursive: true });
  return claimFile(join(folder, "running"), { folder });
}

/** The same for what a file stands for; `details` go into the error. */
export async function claimFile(
  file: string,
  details: ErrorDetails,
): Promise<Claim> {
  const own = `${process.pid} ${hostname()}`;
  for (;;) {
    try {
      await writeFile(file, own, { flag: "wx" });
      return holding(file);
    } catch (error) {
      if (errnoOf(error) !== "EEXIST") throw outputError(error, file);
    }
    const text = await readFile(file, "utf8").catch(() => "");
    const [pid, host = hostname()] = text.split(" ");
    const holder = Number(pid);
    const isHeld =
      host === hostname()
        ? holder !== process.pid && isAlive(holder)
        : await isBeating(file);
    if (isHeld)
      throw new NitidoError("ALREADY_RUNNING", { ...details, process: holder });
    // Its process was killed: the mark means nothing any more.
    await rm(file, { force: true });
  }
}

/** Touches the file while it is held: on other machines nothing else tells that this process lives. */
function holding(file: string): Claim {
  const timer = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, BEAT);
  timer.unref();
  return {
    async release() {
      clearInterval(timer);
      await rm(file, { force: true });
    },
  };
}

async function isBeating(file: string): Promise<boolean> {
  const before = await glimpse(file);
  await sleep(3 * BEAT);
  const after = await glimpse(file);
  return after !== undefined && !isSame(before, after);
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
