/** A session that goes on on the CPU when its device fails in the middle of work. */
import { NitidoError } from "../../models/errors.ts";
import type { DeviceChoice, DeviceId } from "../services/api.ts";
import type { Results } from "./compute-messages.ts";
import type { Compute, RunOptions } from "./compute.ts";
import { cpuName } from "./devices/names.ts";
import type { Model } from "./engines.ts";
import type { SessionOptions } from "./session.ts";
import { type Feeds, isHeld, type TensorLike } from "./tensors.ts";

export interface FallbackSession {
  /** Where the next run takes place. */
  readonly device: DeviceId;
  /** As `Compute.run`, except that a failing device is left and the run repeated on the CPU. */
  run(feeds: Feeds, options?: RunOptions): Promise<Results>;
  close(): Promise<void>;
}

interface Place {
  readonly device: DeviceId;
  readonly session: Promise<number>;
}

/**
 * Opens a model so that DEVICE_FAILED and DEVICE_UNAVAILABLE lead to the CPU, once, of which
 * `onChange` is told. Tensors that the failing device holds are read back for the repetition;
 * where they cannot be, the device's error stands. On the CPU all outputs are values.
 */
export async function openWithFallback(
  compute: Compute,
  model: Model,
  options: SessionOptions,
  onChange: (choice: DeviceChoice) => void,
): Promise<FallbackSession> {
  const places: Place[] = [];

  const openOn = (device: DeviceId): Place => {
    const session = compute.open(model, { ...options, device });
    const opened = { device, session };
    places.push(opened);
    return opened;
  };

  let place = openOn(options.device);

  /** Several runs may meet the failure; the first one moves. */
  const leave = (failed: Place): Place => {
    if (place === failed) {
      place = openOn("cpu");
      const { device } = failed;
      onChange({
        device: "cpu",
        name: cpuName(),
        why: "fallback",
        failed: device,
      });
    }
    return place;
  };

  try {
    await place.session;
  } catch (error) {
    if (!failed(place, error)) throw error;
    await leave(place).session;
  }

  return {
    get device() {
      return place.device;
    },

    async run(feeds, runOptions = {}) {
      const used = place;
      const keepFeeds = runOptions.keepFeeds === true || used.device !== "cpu";
      try {
        const session = await used.session;
        return await compute.run(session, feeds, { ...runOptions, keepFeeds });
      } catch (error) {
        if (!failed(used, error)) throw error;
        const values = await readBack(compute, feeds, error);
        return compute.run(await leave(used).session, values, runOptions);
      }
    },

    async close() {
      const close = (session: number): Promise<void> => compute.close(session);
      const nothing = (): void => undefined;
      for (const { session } of places.splice(0))
        await session.then(close, nothing);
    },
  };
}

function failed({ device }: Place, error: unknown): boolean {
  return (
    device !== "cpu" &&
    error instanceof NitidoError &&
    (error.code === "DEVICE_FAILED" || error.code === "DEVICE_UNAVAILABLE")
  );
}

async function readBack(
  compute: Compute,
  feeds: Feeds,
  failure: unknown,
): Promise<Record<string, TensorLike>> {
  const values: Record<string, TensorLike> = {};
  for (const [name, tensor] of Object.entries(feeds))
    try {
      values[name] = isHeld(tensor) ? await compute.read(tensor) : tensor;
    } catch {
      throw failure;
    }
  return values;
}
