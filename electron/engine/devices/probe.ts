/** Tries a device in a process of its own, which a broken driver may crash or block without harm. */
import { spawn } from "node:child_process";
import type { DeviceId, DeviceReport } from "../../services/api.ts";
import { programPath } from "../programs.ts";
import { deviceName, GENERIC_NAMES } from "./names.ts";
import { isOffered, missingPart } from "./providers.ts";
import type { Verdict } from "./self-test.ts";

/** A first start may compile shaders or load a gigabyte of libraries. */
const LIMIT_SECONDS = 30;

export interface ProbeOptions {
  /** The program to start; by default the built engine. */
  readonly script?: string;
  readonly limitSeconds?: number;
}

interface Ending {
  readonly output: string;
  readonly errors: string;
  /** How the process ended, in words. */
  readonly ending: string;
}

/** Never rejects: whatever happens is the report. */
export async function probeDevice(
  device: DeviceId,
  options: ProbeOptions = {},
): Promise<DeviceReport> {
  const name = GENERIC_NAMES[device];
  if (!isOffered(device)) return { device, name, status: "absent" };
  const missing = missingPart(device);
  if (missing) return { device, name, status: "unavailable", ...missing };
  const { output, errors, ending } = await runProbe(device, options);
  const verdict = parseVerdict(output);
  if (!verdict) return { device, name, status: "crashed", detail: ending };
  if (verdict.status !== "ready") return { device, name, ...verdict };
  const adapter =
    vulkanAdapter(errors) ?? (await deviceName(device, verdict.note));
  return { device, name: adapter, ...verdict };
}

function runProbe(
  device: DeviceId,
  {
    script = programPath("engine"),
    limitSeconds = LIMIT_SECONDS,
  }: ProbeOptions,
): Promise<Ending> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, "--probe", device], {
      // Its input stays open and silent: when it closes, the probe's parent is gone.
      stdio: ["pipe", "pipe", "pipe"],
      // The Vulkan loader's log names the adapter in use, which ONNX Runtime does not.
      env: { ...process.env, VK_LOADER_DEBUG: "driver" },
      windowsHide: true,
    });
    let output = "";
    let errors = "";
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
    }, limitSeconds * 1000);
    const end = (ending: string): void => {
      clearTimeout(timer);
      resolve({ output, errors, ending });
    };
    child.stdin.on("error", () => undefined);
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    child.on("error", (error) => end(error.message));
    child.on("close", (code, signal) =>
      end(
        late
          ? `no answer within ${limitSeconds} s`
          : (signal ?? `exit code ${code ?? 0}`),
      ),
    );
  });
}

/** The last line of the output, where it is a verdict: a driver may print its own lines before. */
function parseVerdict(output: string): Verdict | undefined {
  try {
    return JSON.parse(output.trimEnd().split("\n").at(-1) ?? "") as Verdict;
  } catch {
    return undefined;
  }
}

/** Vulkan's loader: `Using "NVIDIA GeForce RTX 3060" with driver: "…"`. */
function vulkanAdapter(log: string): string | undefined {
  return /Using "([^"]+)" with driver/.exec(log)?.[1];
}
