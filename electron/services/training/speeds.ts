/** How quickly networks learn on this machine: measured once, then taken from each training that ended. */
import { join } from "node:path";
import * as v from "valibot";
import { NitidoError } from "../../../models/errors.ts";
import type { DeviceWish, Engine, NetworkName } from "../api.ts";
import { openJsonStore } from "../json-store.ts";

/** Megapixels a second by network and device. */
const schema = v.record(v.string(), v.pipe(v.number(), v.minValue(0)));

export interface Speeds {
  /** In megapixels a second. Rejects with CANCELLED when a training begins meanwhile. */
  readonly of: (network: NetworkName, device: DeviceWish) => Promise<number>;
  readonly keep: (
    network: NetworkName,
    device: DeviceWish,
    mpxPerSecond: number,
  ) => void;
  /** Ends a measurement that is under way: it would disturb, and be disturbed. */
  readonly stop: () => void;
  readonly saved: () => Promise<void>;
}

export async function openSpeeds(
  folder: string,
  engine: () => Pick<Engine, "bench">,
): Promise<Speeds> {
  const store = await openJsonStore(join(folder, "speeds.json"), schema, {});
  const measuring = new Map<string, Promise<number>>();
  let stop = new AbortController();

  const keep: Speeds["keep"] = (network, device, mpxPerSecond) =>
    store.set({ ...store.value, [`${network} ${device}`]: mpxPerSecond });

  const measure = async (
    network: NetworkName,
    device: DeviceWish,
  ): Promise<number> => {
    const { signal } = stop;
    const result = await engine().bench({ network, device }, { signal });
    keep(network, device, result.trainMpxPerSecond);
    return result.trainMpxPerSecond;
  };

  return {
    async of(network, device) {
      const key = `${network} ${device}`;
      const known = store.value[key] ?? measuring.get(key);
      if (known !== undefined) return known;
      const measurement = measure(network, device).finally(() =>
        measuring.delete(key),
      );
      measuring.set(key, measurement);
      return measurement;
    },
    keep,
    stop() {
      stop.abort(new NitidoError("CANCELLED"));
      stop = new AbortController();
    },
    saved: () => store.saved(),
  };
}
