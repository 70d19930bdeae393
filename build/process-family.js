/** Memory and processor time of a process with all its descendants (Linux). */
import { readdirSync, readFileSync } from "node:fs";

/** The process and all its descendants. */
export function family(root) {
  const parents = new Map(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        try {
          const stat = readFileSync(`/proc/${name}/stat`, "utf8");
          return [[Number(name), Number(stat.split(") ")[1].split(" ")[1])]];
        } catch {
          return [];
        }
      }),
  );
  const isMember = (pid) =>
    pid === root || (parents.has(pid) && isMember(parents.get(pid)));
  return [...parents.keys()].filter(isMember);
}

/** Megabytes; pages that processes share count once (PSS). */
export function memoryOf(pids) {
  let kilobytes = 0;
  for (const pid of pids) {
    try {
      const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
    } catch {
      // It has ended.
    }
  }
  return kilobytes / 1000;
}

/** Seconds of processor time so far. */
export function processorTimeOf(pids) {
  let ticks = 0;
  for (const pid of pids) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1];
      const [user, system] = stat.split(" ").slice(11, 13).map(Number);
      ticks += user + system;
    } catch {
      // It has ended.
    }
  }
  return ticks / 100;
}

/** Seconds of processor time of all children that have ended, with their own. */
export function processorTimeOfEnded() {
  const stat = readFileSync("/proc/self/stat", "utf8").split(") ")[1];
  const [user, system] = stat.split(" ").slice(13, 15).map(Number);
  return (user + system) / 100;
}
