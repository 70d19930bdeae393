#!/usr/bin/env node
/** The command line: gives it the process's streams, signals and engine, and ends with its code. */
import { readFileSync } from "node:fs";
import { run } from "./cli/run.ts";

const { version } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
) as { version: string };

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    // The first asks for an orderly end; whoever sends a second does not want to wait.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  });
let brokenBy: NodeJS.ErrnoException | undefined;
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  brokenBy ??= error;
  stop.abort();
});
// What is said beside the result is not worth ending the work for.
process.stderr.on("error", () => undefined);

const code = await run(process.argv.slice(2), {
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
// What is on its way may still fail: only then it is known whether the result has arrived.
await new Promise((written) => process.stdout.write("", written));
process.exitCode = brokenBy ? codeOfBroken(brokenBy) : code;

/** A result that could not be written is no success, whatever was done for it. */
function codeOfBroken(error: NodeJS.ErrnoException): number {
  // Whoever read the output has read enough, as in `nitido … | head -1`.
  if (error.code === "EPIPE") return code;
  process.stderr.write(`stdout: ${error.message}\n`);
  return error.code === "ENOSPC" ? 3 : 1;
}
