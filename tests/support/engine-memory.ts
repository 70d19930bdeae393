/** How much memory an engine's process has taken at most. */
import { readdirSync, readFileSync } from "node:fs";

/** Megabytes, of the engine that this process has started last; null where the system does not say (it does on Linux). */
export function enginePeak(): number | null {
  if (process.platform !== "linux") return null;
  const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const peaks = processes.flatMap((pid) => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      const ours = status.includes(`PPid:\t${process.pid.toString()}\n`);
      if (!ours || !command.includes("engine.js")) return [];
      return [Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) / 1024];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
  return peaks.at(-1) ?? null;
}
