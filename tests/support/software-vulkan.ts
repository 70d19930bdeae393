/** WebGPU without a graphics device, by the Vulkan in software that Debian's chromium carries. */
import { dirname, join } from "node:path";

/** The environment in which a new process finds the driver, and the loader that lies beside it. */
export function softwareVulkan(driver: string): Record<string, string> {
  return {
    VK_ICD_FILENAMES: driver,
    XDG_RUNTIME_DIR: process.env["XDG_RUNTIME_DIR"] ?? "/tmp",
    LD_LIBRARY_PATH: dirname(driver),
  };
}

/** dlopen's RTLD_NOW | RTLD_NODELETE. */
const STAY_LOADED = 0x1002;

/**
 * The same for this process, before its first session. LD_LIBRARY_PATH is read only at the start of
 * a process, so the loader is loaded by its path: whoever opens it by name then gets it. Node
 * complains that it is no addon of Node, but it stays.
 */
export function useSoftwareVulkan(driver: string): void {
  const { LD_LIBRARY_PATH, ...environment } = softwareVulkan(driver);
  Object.assign(process.env, environment);
  const loader = join(LD_LIBRARY_PATH ?? "", "libvulkan.so.1");
  try {
    process.dlopen({ exports: {} }, loader, STAY_LOADED);
  } catch {
    // Expected; if it was not found, the system's own loader may serve.
  }
}
