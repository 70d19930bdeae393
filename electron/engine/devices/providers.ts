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

/**
 * What a device plainly lacks on this machine, found without starting a process: CUDA's provider,
 * which is a download of its own, or, on Linux, any graphics device at all. Undefined where only a
 * trial can tell.
 */
export function missingPart(device: DeviceId): string | undefined {
  if (device === "cuda") return missingLibrary("onnxruntime_providers_cuda");
  if (device === "webgpu" && process.platform === "linux")
    return missingGraphics();
  return undefined;
}

function missingLibrary(library: string): string | undefined {
  const name = `lib${library}.so`;
  const main = createRequire(import.meta.url).resolve("onnxruntime-node");
  const folder = join(dirname(main), "../bin/napi-v6", process.platform);
  return existsSync(join(folder, process.arch, name)) ? undefined : name;
}

/** The Direct Rendering Manager, NVIDIA without it (containers), Windows' adapter inside WSL. */
const GRAPHICS = ["/dev/dri", "/dev/nvidiactl", "/dev/dxg"];
/** Whoever names a Vulkan driver means it to be tried. */
const DRIVER_WISHES = [
  "VK_DRIVER_FILES",
  "VK_ICD_FILENAMES",
  "VK_ADD_DRIVER_FILES",
];

function missingGraphics(): string | undefined {
  const possible =
    DRIVER_WISHES.some((name) => process.env[name] !== undefined) ||
    GRAPHICS.some((path) => existsSync(path));
  return possible ? undefined : `none of ${GRAPHICS.join(", ")}`;
}
