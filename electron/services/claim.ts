/**
 * Keeps two processes from writing the same data folder, or the same ledger. A claim is a folder in
 * which each process that wants it has a file of its own. No two files ever have the same name, so a
 * file of a process that is gone can be removed at any moment without harm to anybody else's.
 */
import { randomBytes } from "node:crypto";
import {
  lstat,
  mkdir,
  readdir,
  readFile,
  rm,
  rmdir,
  utimes,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ErrorDetails, NitidoError } from "../../models/errors.ts";
import { errnoOf, outputError } from "../files/file-errors.ts";
import { ensurePrivateFolder, PRIVATE } from "../files/private.ts";
import {
  lifeOf,
  ownIdentity,
  type ProcessIdentity,
} from "../files/process-identity.ts";
import { glimpse, isSame } from "./save/glimpse.ts";

/** Milliseconds between two signs of life. */
const BEAT = 3000;
/** How long one that came at the same moment may take to make up its mind, in milliseconds. */
const PATIENCE = 10_000;
const PAUSE = 20;
/** What the file of the one that has the claim says. */
const HELD = "held";

export interface Claim {
  readonly release: () => Promise<void>;
}

/** Creates the folder for its owner alone. Throws ALREADY_RUNNING while the process that holds it lives, OUTPUT_UNWRITABLE or DISK_FULL. */
export async function claimDataFolder(folder: string): Promise<Claim> {
  await ensurePrivateFolder(folder);
  return claimFile(join(folder, "running"), { folder });
}

/** The same for what `claim`, a folder's path that is free for this, stands for; `details` go into the error. */
export async function claimFile(
  claim: string,
  details: ErrorDetails,
): Promise<Claim> {
  const name = nameOf(await ownIdentity());
  const file = join(claim, name);
  await createIn(claim, file);
  const release = holding(claim, file);
  try {
    await decide(claim, name, details);
    await writeFile(file, HELD);
    return { release };
  } catch (error) {
    await release();
    throw outputError(error, claim);
  }
}

/**
 * Returns when nobody else has the claim or may get it. Of two processes the one whose file came
 * later sees the other's, so at most one sees none. Of those that see each other, the first by name
 * waits and the others withdraw.
 */
async function decide(
  claim: string,
  own: string,
  details: ErrorDetails,
): Promise<void> {
  const until = performance.now() + PATIENCE;
  for (;;) {
    const others = (await readdir(claim)).filter((name) => name !== own);
    let waits = false;
    for (const other of others) {
      const file = join(claim, other);
      const identity = identityOf(other);
      if (identity === null) continue;
      if (!(await isLiving(identity, file))) {
        await rm(file, { force: true });
        continue;
      }
      const isHeld = (await readFile(file, "utf8").catch(() => "")) === HELD;
      if (isHeld || other < own || performance.now() > until)
        throw new NitidoError("ALREADY_RUNNING", {
          ...details,
          process: identity.pid,
        });
      waits = true;
    }
    if (!waits) return;
    await sleep(PAUSE);
  }
}

/** Touches the file while it is there: where its process cannot be asked about, nothing else tells that it lives. */
function holding(claim: string, file: string): () => Promise<void> {
  const timer = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, BEAT);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await rm(file, { force: true });
    // Somebody else's may be in it.
    await rmdir(claim).catch(() => undefined);
  };
}

async function createIn(claim: string, file: string): Promise<void> {
  for (;;)
    try {
      await mkdir(claim, { mode: PRIVATE.folder }).catch(unlessThere);
      await writeFile(file, "", { flag: "wx", mode: PRIVATE.file });
      return;
    } catch (error) {
      // Another process has just released it and removed the folder.
      if (errnoOf(error) === "ENOENT" && (await isFolder(join(claim, ".."))))
        continue;
      // What lies there is no claim of ours, but an earlier version's mark.
      if (errnoOf(error) === "ENOTDIR") await rm(claim, { force: true });
      else throw outputError(error, claim);
    }
}

function unlessThere(error: unknown): void {
  if (errnoOf(error) !== "EEXIST") throw error;
}

async function isFolder(path: string): Promise<boolean> {
  const status = await lstat(path).catch(() => undefined);
  return status?.isDirectory() === true;
}

async function isLiving(
  identity: ProcessIdentity,
  file: string,
): Promise<boolean> {
  const life = await lifeOf(identity);
  return life === "unknown" ? isBeating(file) : life === "alive";
}

async function isBeating(file: string): Promise<boolean> {
  const before = await glimpse(file);
  await sleep(3 * BEAT);
  const after = await glimpse(file);
  return after !== undefined && !isSame(before, after);
}

function nameOf({ pid, place, started }: ProcessIdentity): string {
  const unique = randomBytes(8).toString("hex");
  return [pid, place, started, unique].join("-");
}

/** Null for what is no claim. */
function identityOf(name: string): ProcessIdentity | null {
  const [, pid, place, started] =
    /^(\d+)-([0-9a-f]{16})-([0-9a-f]*)-[0-9a-f]{16}$/.exec(name) ?? [];
  if (pid === undefined || place === undefined || started === undefined)
    return null;
  return { pid: Number(pid), place, started };
}
