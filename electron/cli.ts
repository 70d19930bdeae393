#!/usr/bin/env node
/** The command line: gives it the process's streams, signals and engine, and ends with its code. */
import { readFileSync } from "node:fs";
import { run } from "./cli/run.ts";

const { version } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
) as { version: string };

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    // The first asks for an orderly end; whoever sends a second does not want to wait.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  });
// Whoever read the output is gone, as in `nitido … | head -1`.
process.stdout.on("error", () => stop.abort());

process.exitCode = await run(process.argv.slice(2), {
  version,
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
  startEngine: async () => {
    const { startEngine } = await import("./engine/client.ts");
    return startEngine();
  },
});
