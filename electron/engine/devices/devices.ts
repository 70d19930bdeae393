/** The devices of this machine: which there are, which work, and which one to take. */
import { NitidoError } from "../../../models/errors.ts";
import type {
  DeviceChoice,
  DeviceId,
  DeviceReport,
  DeviceWish,
} from "../../services/api.ts";
import { cpuName, GENERIC_NAMES, isSoftware } from "./names.ts";
import { DEVICES, isOffered, missingPart } from "./providers.ts";

export interface Devices {
  /** Every device; with `probe`, each one tried, which takes a second or more. */
  list(probe: boolean): Promise<DeviceReport[]>;
  /**
   * The device for a wish, and why. Only what the wish needs is tried. Throws DEVICE_UNKNOWN,
   * DEVICE_UNAVAILABLE, or DEVICE_FAILED when one was asked for that does not work.
   */
  choose(wish: DeviceWish): Promise<DeviceChoice>;
}

/** Each device is tried once, by `probe`, and the result kept. */
export function createDevices(
  probe: (device: DeviceId) => Promise<DeviceReport>,
): Devices {
  const reports = new Map<DeviceId, Promise<DeviceReport>>();

  const report = (device: DeviceId): Promise<DeviceReport> => {
    const known = reports.get(device) ?? probe(device);
    reports.set(device, known);
    return known;
  };

  /** All but the CPU at the same time: most fail at once. */
  const accelerators = (): Promise<DeviceReport[]> =>
    Promise.all(DEVICES.filter((device) => device !== "cpu").map(report));

  const asked = async (device: DeviceId): Promise<DeviceChoice> => {
    if (!DEVICES.includes(device))
      throw new NitidoError("DEVICE_UNKNOWN", { device });
    if (device === "cpu") return { device, name: cpuName(), why: "asked" };
    const found = await report(device);
    const { name, status, note, detail = note } = found;
    if (status === "ready") return { device, name, why: "asked" };
    throw new NitidoError(
      isBroken(found) ? "DEVICE_FAILED" : "DEVICE_UNAVAILABLE",
      { device, ...(detail !== undefined && { reason: detail }) },
    );
  };

  return {
    async list(probed) {
      if (!probed)
        return Promise.all(
          DEVICES.map(
            async (device) => reports.get(device) ?? unprobed(device),
          ),
        );
      const others = await accelerators();
      // Afterwards and alone, as its speed suffers from company.
      return [await report("cpu"), ...others];
    },

    async choose(wish) {
      if (wish !== "auto") return asked(wish);
      const others = await accelerators();
      // The CPU is tried only where there is something to compare it with.
      return choose(
        others.some(isUseful) ? [await report("cpu"), ...others] : others,
      );
    },
  };
}

/** `auto`: the quickest device that answers rightly, and the CPU where there is no other. */
export function choose(reports: readonly DeviceReport[]): DeviceChoice {
  const others = reports.filter(({ device }) => device !== "cpu");
  const [best] = reports
    .filter(isUseful)
    .toSorted((a, b) => (b.mpxPerSecond ?? 0) - (a.mpxPerSecond ?? 0));
  if (best && best.device !== "cpu")
    return { device: best.device, name: best.name, why: "fastest" };
  const cpu = { device: "cpu", name: cpuName() } as const;
  if (others.some(({ status }) => status === "ready"))
    return { ...cpu, why: "fastest" };
  const failed = others.find(isBroken);
  return failed
    ? { ...cpu, why: "fallback", failed: failed.device }
    : { ...cpu, why: "only" };
}

function isBroken({ status }: DeviceReport): boolean {
  return status === "wrong" || status === "crashed";
}

/**
 * What computes on the CPU by a detour is not: a graphics adapter in software, or TensorFlow
 * without one. Both answer rightly, and can still be asked for.
 */
function isUseful({ status, name, note }: DeviceReport): boolean {
  return status === "ready" && note !== "withoutGpu" && !isSoftware(name);
}

function unprobed(device: DeviceId): DeviceReport {
  const name = device === "cpu" ? cpuName() : GENERIC_NAMES[device];
  if (!isOffered(device)) return { device, name, status: "absent" };
  const missing = missingPart(device);
  return missing
    ? { device, name, status: "unavailable", ...missing }
    : { device, name, status: "unprobed" };
}
