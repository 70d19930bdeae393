/** What people call the processor and the graphics adapters of this machine. */
import { execFile } from "node:child_process";
import { arch, cpus } from "node:os";
import { promisify } from "node:util";
import type { DeviceId, DeviceNote } from "../../services/api.ts";

const run = promisify(execFile);

/** The processor's model, such as "AMD Ryzen 7 5800X"; its architecture where the system hides it. */
export function cpuName(): string {
  const model = cpus()[0]?.model.replace(/\s+/g, " ").trim();
  return model === undefined || model === "" || model === "unknown"
    ? arch()
    : model;
}

/** Used while the adapter's own name is not known. */
export const GENERIC_NAMES = {
  cpu: "CPU",
  webgpu: "WebGPU",
  cuda: "NVIDIA CUDA",
  directml: "DirectML",
  coreml: "Core ML",
  tensorflow: "TensorFlow",
} as const satisfies Record<DeviceId, string>;

/**
 * The adapter behind a device, as the system calls it. ONNX Runtime does not tell; each system has
 * its own way to ask, and where it has none the answer is the generic name.
 */
export async function deviceName(
  device: DeviceId,
  note?: DeviceNote,
): Promise<string> {
  const generic = GENERIC_NAMES[device];
  try {
    if (device === "cpu" || note === "withoutGpu") return cpuName();
    if (device === "cuda" || device === "tensorflow")
      return (await nvidiaName()) ?? generic;
    // Apple's graphics adapters are part of the processor and share its name.
    if (process.platform === "darwin") return `${cpuName()} (${generic})`;
    if (process.platform === "win32") return (await windowsName()) ?? generic;
    return generic;
  } catch {
    return generic;
  }
}

async function nvidiaName(): Promise<string | undefined> {
  return firstLine("nvidia-smi", ["--query-gpu=name", "--format=csv,noheader"]);
}

async function windowsName(): Promise<string | undefined> {
  const query =
    "(Get-CimInstance Win32_VideoController | Sort-Object AdapterRAM -Descending).Name";
  return firstLine("powershell.exe", ["-NoProfile", "-Command", query]);
}

async function firstLine(
  command: string,
  parameters: readonly string[],
): Promise<string | undefined> {
  const { stdout } = await run(command, parameters, {
    timeout: 5000,
    windowsHide: true,
  });
  return stdout
    .split("\n")
    .map((line) => line.trim())
    .find((line) => line !== "");
}

/**
 * Whether an adapter is a program that plays one: correct, and far slower than computing on the
 * processor directly.
 */
export function isSoftware(adapter: string): boolean {
  return /swiftshader|llvmpipe|lavapipe|software|basic render|\bwarp\b/i.test(
    adapter,
  );
}
