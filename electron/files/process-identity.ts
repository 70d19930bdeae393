/** Which process a number means: numbers are used again, after a crash by anything that runs. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";
import { promisify } from "node:util";
import { errnoOf } from "./file-errors.ts";

export interface ProcessIdentity {
  readonly pid: number;
  /** Of the machine, and on Linux of the container: only processes of the same place can be asked about. */
  readonly place: string;
  /** When it was started, as its system tells, a boot of the system included; "" where it does not (Windows). */
  readonly started: string;
}

/** `unknown`: one with that number is there, and its system does not tell when it was started, or it is elsewhere. */
export type Life = "alive" | "gone" | "unknown";

/** Of this process. */
export function ownIdentity(): Promise<ProcessIdentity> {
  own ??= Promise.all([place(), startOf(process.pid)]).then(
    ([where, started]) => ({
      pid: process.pid,
      place: where,
      started: started ?? "",
    }),
  );
  return own;
}

let own: Promise<ProcessIdentity> | undefined;

/** Whether the very process that was noted down still runs. */
export async function lifeOf(noted: ProcessIdentity): Promise<Life> {
  const self = await ownIdentity();
  if (noted.place !== self.place) return "unknown";
  if (noted.pid === self.pid)
    return noted.started === self.started ? "alive" : "gone";
  if (!isThere(noted.pid)) return "gone";
  const started = await startOf(noted.pid);
  if (started === undefined) return isThere(noted.pid) ? "unknown" : "gone";
  if (noted.started === "") return "unknown";
  return started === noted.started ? "alive" : "gone";
}

function isThere(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // The process of another user cannot be signalled, but it is there.
    return errnoOf(error) === "EPERM";
  }
}

async function place(): Promise<string> {
  // Containers may share a host's name, and have numbers of their own.
  const space = await readlink("/proc/self/ns/pid").catch(() => "");
  return short(`${hostname()} ${space}`);
}

/** Undefined where the system does not tell; "gone" for what has ended, and only waits to be asked how. */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === "linux") return await startOnLinux(pid);
    if (process.platform === "darwin") return await startOnMac(pid);
  } catch {
    return undefined;
  }
  return undefined;
}

/** proc(5): in /proc/<pid>/stat the state is the 3rd field, the start, in ticks since the boot, the 22nd; the 2nd is a name that may hold anything. */
async function startOnLinux(pid: number): Promise<string> {
  const [stat, boot] = await Promise.all([
    readFile(`/proc/${pid}/stat`, "utf8"),
    readFile("/proc/sys/kernel/random/boot_id", "utf8"),
  ]);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state = "", ticks = ""] = [fields[0], fields[19]];
  return "ZX".includes(state) ? "gone" : short(`${boot.trim()} ${ticks}`);
}

/** To the second, on the calendar, so that no boot need be known. */
async function startOnMac(pid: number): Promise<string> {
  const { stdout } = await promisify(execFile)(
    "/bin/ps",
    ["-o", "lstart=", "-p", String(pid)],
    { env: { LC_ALL: "C", TZ: "UTC" } },
  );
  return short(stdout.trim());
}

/** Fits into a file's name, and tells strangers nothing. */
function short(words: string): string {
  return createHash("sha256").update(words).digest("hex").slice(0, 16);
}
