/** Keeps what the trials of devices found from one start to the next, as long as nothing changes that it depends on. */
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { release } from "node:os";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { dataFolder } from "../../files/data-folder.ts";
import type { DeviceReport } from "../../services/api.ts";
import { openJsonStore } from "../../services/json-store.ts";
import { programPath } from "../programs.ts";
import { installedTensorflow } from "../tensorflow/load.ts";
import { cpuName } from "./names.ts";
import { DEVICES, isOffered, missingPart } from "./providers.ts";

export interface DeviceMemory {
  /** What was found last; nothing where something has changed since. */
  recall(): Promise<readonly DeviceReport[]>;
  keep(reports: readonly DeviceReport[]): Promise<void>;
}

const Stored = v.object({
  surroundings: v.string(),
  reports: v.array(
    v.object({
      device: v.picklist(DEVICES),
      name: v.string(),
      status: v.picklist([
        "ready",
        "absent",
        "unavailable",
        "wrong",
        "crashed",
      ]),
      note: v.exactOptional(v.picklist(["notInstalled", "withoutGpu"])),
      detail: v.exactOptional(v.string()),
      mpxPerSecond: v.exactOptional(v.number()),
    }),
  ),
});

/** In the file `devices.json` of the data folder. */
export function fileMemory(
  folder = dataFolder(),
  now: () => string = surroundings,
): DeviceMemory {
  const file = join(folder, "devices.json");
  const open = () =>
    openJsonStore(file, Stored, { surroundings: "", reports: [] });
  return {
    async recall() {
      const { value } = await open();
      return value.surroundings === now() ? value.reports : [];
    },
    async keep(reports) {
      const store = await open();
      store.set(v.parse(Stored, { surroundings: now(), reports }));
      await store.saved();
    },
  };
}

/**
 * What the trials depend on, as far as it can be told without starting a program: versions, the
 * processor, the graphics adapters and their drivers where the system shows them in files.
 */
export function surroundings(): string {
  const require = createRequire(import.meta.url);
  const found = [
    packageVersion(join(dirname(programPath("engine")), "..")),
    packageVersion(join(dirname(require.resolve("onnxruntime-node")), "..")),
    installedTensorflow() ?? "",
    ...[process.version, process.platform, process.arch, release()],
    cpuName(),
    ...DEVICES.filter((device) => isOffered(device)).map((device) => {
      const { note, detail } = missingPart(device) ?? {};
      return `${device} ${note ?? detail ?? ""}`;
    }),
    text("/proc/driver/nvidia/version"),
    ...graphicsAdapters(),
    ...WISHES.map((name) => process.env[name] ?? ""),
  ];
  return found.map((line) => line.trim()).join("\n");
}

/** What people set to hide an adapter, or to have another driver or library taken. */
const WISHES = [
  "CUDA_VISIBLE_DEVICES",
  "LD_LIBRARY_PATH",
  "VK_DRIVER_FILES",
  "VK_ICD_FILENAMES",
  "VK_ADD_DRIVER_FILES",
];

function packageVersion(folder: string): string {
  const { version } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  ) as { version: string };
  return version;
}

/** Linux: maker and model of each adapter that the kernel knows. */
function graphicsAdapters(): string[] {
  const drm = "/sys/class/drm";
  try {
    return readdirSync(drm)
      .filter((entry) => /^card\d+$/.test(entry))
      .map((card) =>
        ["vendor", "device"]
          .map((part) => text(join(drm, card, "device", part)).trim())
          .join(":"),
      );
  } catch {
    return [];
  }
}

/** Empty where there is no such file. */
function text(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
