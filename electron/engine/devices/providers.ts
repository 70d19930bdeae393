/** Which of ONNX Runtime's providers the package carries for which system. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { DeviceId } from "../../services/api.ts";

/** Every device there is, in the order in which they are listed. */
export const DEVICES: readonly DeviceId[] = [
  "cpu",
  "webgpu",
  "cuda",
  "directml",
  "coreml",
];

/** onnxruntime-node 1.30, README.md. Intel Macs have no build at all. */
const PROVIDERS: Readonly<Record<string, readonly DeviceId[]>> = {
  "linux-x64": ["cpu", "webgpu", "cuda"],
  "linux-arm64": ["cpu"],
  "win32-x64": ["cpu", "webgpu", "directml"],
  "win32-arm64": ["cpu", "webgpu", "directml"],
  "darwin-arm64": ["cpu", "webgpu", "coreml"],
};

export function isOffered(
  device: DeviceId,
  platform: string = process.platform,
  arch: string = process.arch,
): boolean {
  return PROVIDERS[`${platform}-${arch}`]?.includes(device) ?? false;
}

/** CUDA's provider is a download of its own: where it is not there, no process need be started to know. */
export function missingLibrary(device: DeviceId): string | undefined {
  if (device !== "cuda") return undefined;
  const name = "libonnxruntime_providers_cuda.so";
  const main = createRequire(import.meta.url).resolve("onnxruntime-node");
  const folder = join(dirname(main), "../bin/napi-v6", process.platform);
  return existsSync(join(folder, process.arch, name)) ? undefined : name;
}
