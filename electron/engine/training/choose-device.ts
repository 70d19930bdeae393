/** Chooses the device to train on: where there are several, the one that takes the first steps fastest. */
import { NitidoError } from "../../../models/errors.ts";
import { scheduleOf, shapeAt } from "../../../models/training/schedule.ts";
import type { DeviceChoice, DeviceId, DeviceWish } from "../../services/api.ts";
import type { Compute } from "../compute.ts";
import type { Devices } from "../devices/devices.ts";
import { startBatches } from "./batch-thread.ts";
import type { PhotographFile } from "./batch-messages.ts";
import { CACHE_BYTES, type Position } from "./carry-out.ts";
import { openStepEngine } from "./step-engine.ts";
import { secondsPerStep } from "./step-time.ts";

/** Enough to tell devices apart that differ; those that do not are equally good. */
const TRIED = { warmUp: 2, measured: 3 };

/**
 * `secondsOn` takes a few steps on a device. Where inference is fast, training need not be, so the
 * self-test's figures do not decide. Throws what `Devices.choose` does.
 */
export async function chooseDevice(
  wish: DeviceWish,
  devices: Pick<Devices, "choose" | "candidates">,
  secondsOn: (device: DeviceId) => Promise<number>,
): Promise<DeviceChoice> {
  if (wish !== "auto") return devices.choose(wish);
  const candidates = await devices.candidates();
  if (candidates.length < 2) return devices.choose(wish);
  let fastest: { choice: DeviceChoice; seconds: number } | undefined;
  for (const { device, name } of candidates) {
    const seconds = await secondsOn(device).catch(unlessItIsTheDevice);
    if (seconds < (fastest?.seconds ?? Infinity))
      fastest = { choice: { device, name, why: "fastest" }, seconds };
  }
  return fastest?.choice ?? devices.choose("cpu");
}

/** A device that cannot take a step is none to train on. */
function unlessItIsTheDevice(error: unknown): number {
  if (
    error instanceof NitidoError &&
    ["DEVICE_FAILED", "DEVICE_UNAVAILABLE", "OUT_OF_MEMORY"].includes(
      error.code,
    )
  )
    return Infinity;
  throw error;
}

/** Seconds that steps take from where a run is, on each device that is asked for. */
export function stepTimer(
  { recipe, step, state }: Position,
  photographs: readonly PhotographFile[],
  compute: Compute,
): (device: DeviceId) => Promise<number> {
  return async (device) => {
    const shaped = { ...recipe, ...shapeAt(recipe, step) };
    const work = { photographs, recipe, cacheBytes: CACHE_BYTES };
    const batches = startBatches(work);
    try {
      const batch = await batches.batch(step);
      const engine = await openStepEngine(compute, shaped, state, device);
      return await secondsPerStep(
        engine,
        scheduleOf(recipe),
        batch,
        TRIED,
      ).finally(() => engine.close().catch(() => undefined));
    } finally {
      await batches.stop();
    }
  };
}
