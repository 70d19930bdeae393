/** Which devices there are for which system: ONNX Runtime's providers that its package carries, and TensorFlow. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { DeviceId, DeviceReport } from "../../services/api.ts";
import { installedTensorflow } from "../tensorflow/load.ts";

/** Every device there is, in the order in which they are listed. */
export const DEVICES: readonly DeviceId[] = [
  "cpu",
  "webgpu",
  "cuda",
  "directml",
  "coreml",
  "tensorflow",
];

/** onnxruntime-node 1.30, README.md: Intel Macs have no build at all. tfjs-node-gpu 4.22, scripts/install.js. */
const PROVIDERS: Readonly<Record<string, readonly DeviceId[]>> = {
  "linux-x64": ["cpu", "webgpu", "cuda", "tensorflow"],
  "linux-arm64": ["cpu"],
  "win32-x64": ["cpu", "webgpu", "directml", "tensorflow"],
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
 * What a device plainly lacks on this machine, found without starting a process: CUDA's provider
 * and TensorFlow, which are downloads of their own, or, on Linux, any graphics device at all. Undefined where only a
 * trial can tell.
 */
export function missingPart(
  device: DeviceId,
): Pick<DeviceReport, "note" | "detail"> | undefined {
  if (device === "tensorflow")
    return installedTensorflow() === undefined
      ? { note: "notInstalled" }
      : undefined;
  const detail =
    device === "cuda"
      ? missingLibrary("onnxruntime_providers_cuda")
      : device === "webgpu" && process.platform === "linux"
        ? missingGraphics()
        : undefined;
  return detail === undefined ? undefined : { detail };
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
