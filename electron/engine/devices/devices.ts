/** The devices of this machine: which there are, which work, and which one to take. */
import { NitidoError } from "../../../models/errors.ts";
import type {
  DeviceChoice,
  DeviceId,
  DeviceReport,
  DeviceWish,
} from "../../services/api.ts";
import type { DeviceMemory } from "./memory.ts";
import { cpuName, GENERIC_NAMES, isSoftware } from "./names.ts";
import { DEVICES, isOffered, missingPart } from "./providers.ts";

export interface Devices {
  /** Every device; with `probe`, each one tried anew, which takes a second or more. */
  list(probe: boolean): Promise<DeviceReport[]>;
  /**
   * The device for a wish, and why. Only what the wish needs is tried, and what was found at an
   * earlier start holds. Throws DEVICE_UNKNOWN, DEVICE_UNAVAILABLE, or DEVICE_FAILED when one was
   * asked for that does not work.
   */
  choose(wish: DeviceWish): Promise<DeviceChoice>;
  /**
   * The same for what cannot wait: while it is not known what `auto` means, it means the CPU. What
   * is not known for sure is tried in a quiet moment.
   */
  chooseNow(wish: DeviceWish): Promise<DeviceChoice>;
  /** What `auto` has to choose from; more than one only where another than the CPU is of use. */
  candidates(): Promise<DeviceReport[]>;
  /** Tries the devices in a quiet moment, once. */
  tryLater(): void;
}

export interface DevicesOptions {
  /** Never rejects. */
  readonly probe: (device: DeviceId) => Promise<DeviceReport>;
  readonly memory: DeviceMemory;
  /** Resolves when there is nothing else to do. */
  readonly quiet: () => Promise<void>;
}

const ACCELERATORS = DEVICES.filter((device) => device !== "cpu");

/** Each device is tried by `probe` when it is first needed, and the result kept. */
export function createDevices(options: DevicesOptions): Devices {
  const { probe, memory, quiet } = options;
  /** What is known of each device, from this process or an earlier one. */
  const known = new Map<DeviceId, DeviceReport>();
  const trials = new Map<DeviceId, Promise<DeviceReport>>();
  let recalling: Promise<void> | undefined;
  let later: Promise<unknown> | undefined;

  const recall = (): Promise<void> =>
    (recalling ??= memory.recall().then((reports) => {
      for (const report of reports)
        known.set(report.device, { ...report, earlier: true });
    }));

  const tryAnew = (device: DeviceId): Promise<DeviceReport> => {
    const trial =
      trials.get(device) ??
      probe(device).then((report) => {
        known.set(device, report);
        trials.delete(device);
        return report;
      });
    trials.set(device, trial);
    return trial;
  };

  const report = async (device: DeviceId): Promise<DeviceReport> =>
    known.get(device) ?? tryAnew(device);

  /** What `auto` needs: the CPU is tried only where there is something to compare it with. */
  const competitors = async (find = report): Promise<DeviceReport[]> => {
    // All at the same time: most fail at once.
    const others = await Promise.all(ACCELERATORS.map(find));
    // Afterwards and alone, as its speed suffers from company.
    const all = others.some(isUseful) ? [await find("cpu"), ...others] : others;
    await keep();
    return all;
  };

  const keep = async (): Promise<void> => {
    const reports = [...known.values()];
    // A folder that cannot be written costs only time, at the next start.
    if (reports.some(({ earlier }) => !earlier))
      await memory.keep(reports).catch(() => undefined);
  };

  const asked = async (device: DeviceId): Promise<DeviceChoice> => {
    if (!DEVICES.includes(device))
      throw new NitidoError("DEVICE_UNKNOWN", { device });
    if (device === "cpu") return { device, name: cpuName(), why: "asked" };
    await recall();
    let found = await report(device);
    // Whoever asks for a device may have mended it.
    if (found.earlier && found.status !== "ready")
      found = await tryAnew(device);
    const { name, status, note, detail = note } = found;
    if (status === "ready") return { device, name, why: "asked" };
    throw new NitidoError(
      isBroken(found) ? "DEVICE_FAILED" : "DEVICE_UNAVAILABLE",
      { device, ...(detail !== undefined && { reason: detail }) },
    );
  };

  const sofar = (): DeviceReport[] =>
    DEVICES.map((device) => known.get(device) ?? unprobed(device));

  const devices: Devices = {
    async list(probed) {
      await recall();
      if (!probed) return sofar();
      await Promise.all(ACCELERATORS.map(tryAnew));
      await tryAnew("cpu");
      await keep();
      return sofar();
    },

    async choose(wish) {
      if (wish !== "auto") return asked(wish);
      await recall();
      return choose(await competitors());
    },

    async candidates() {
      await recall();
      return (await competitors()).filter(isUseful);
    },

    async chooseNow(wish) {
      if (wish !== "auto") return asked(wish);
      await recall();
      const others = sofar().filter(({ device }) => device !== "cpu");
      if (others.some(({ status }) => status === "unprobed")) {
        devices.tryLater();
        return { device: "cpu", name: cpuName(), why: "meanwhile" };
      }
      if (others.some(({ earlier }) => earlier)) devices.tryLater();
      return choose(sofar());
    },

    tryLater() {
      later ??= quiet().then(() => competitors(tryAnew));
    },
  };
  return devices;
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
