/** Runs the built program as a user does, and reads its one JSON object. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { ErrorData } from "../../electron/services/api.ts";

const PROGRAM = join(import.meta.dirname, "..", "..", "dist", "cli.js");

export interface Outcome<Result> {
  readonly status: number | null;
  readonly result: Result & { readonly error?: ErrorData };
}

export interface RunningProgram<Result> {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome<Result>>;
}

/** Starts `nitido --json …`. */
export function startNitido<Result>(
  ...args: readonly string[]
): RunningProgram<Result> {
  const child = spawn(process.execPath, [PROGRAM, ...args, "--json"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  const outcome = new Promise<Outcome<Result>>((resolve) => {
    child.on("close", (status) => {
      const text = Buffer.concat(chunks).toString() || "{}";
      resolve({
        status,
        result: JSON.parse(text) as Outcome<Result>["result"],
      });
    });
  });
  return { child, outcome };
}

/** Runs it to its end. */
export function nitido<Result>(
  ...args: readonly string[]
): Promise<Outcome<Result>> {
  return startNitido<Result>(...args).outcome;
}
