/** The built command line as a process of its own, run as a shell runs it. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import type { ErrorData } from "../../electron/services/api.ts";

const root = join(import.meta.dirname, "../..");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Circumstances {
  /** Called once the process runs, to disturb it. */
  readonly meanwhile?: (child: ChildProcess) => void;
  /** Runs it as this user, which only the superuser can do. */
  readonly uid?: number;
}

/** Runs what `npm run build` has made. */
export function program(
  parameters: readonly string[],
  { meanwhile, uid }: Circumstances = {},
): Promise<Ended> {
  const child = spawn(
    process.execPath,
    [join(root, manifest.bin.nitido), ...parameters],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, LC_ALL: "C" },
      ...(uid !== undefined && { uid }),
    },
  );
  let [stdout, stderr] = ["", ""];
  child.stdout
    .setEncoding("utf8")
    .on("data", (text: string) => (stdout += text));
  child.stderr
    .setEncoding("utf8")
    .on("data", (text: string) => (stderr += text));
  meanwhile?.(child);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** What a program reads: the result, or nothing but an error. */
export interface Answer<Result> {
  readonly code: number | null;
  readonly result: Result & { readonly error?: ErrorData };
}

/** The same with `--json`; that stdout is one JSON object and no more is what parsing it proves. On the CPU, unless the words say otherwise. */
export async function answer<Result>(
  parameters: readonly string[],
  circumstances?: Circumstances,
): Promise<Answer<Result>> {
  const { code, stdout } = await program(
    [...parameters, "--json"],
    circumstances,
  );
  return { code, result: JSON.parse(stdout) as Answer<Result>["result"] };
}
