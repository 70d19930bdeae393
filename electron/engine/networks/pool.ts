/** Keeps the networks used last in memory, so that one file after another does not load them again. */
import { createHash } from "node:crypto";
import type { DeviceChoice, DeviceId } from "../../services/api.ts";
import type { Compute } from "../compute.ts";
import { type Denoiser, openDenoiser } from "./denoiser.ts";
import type { LoadedNetwork } from "./load.ts";

/** How many that nobody uses stay loaded. */
const KEPT = 2;

type OnChange = (choice: DeviceChoice) => void;

export interface NetworkPool {
  /**
   * A network on a device, loaded unless it is in the pool; `close` gives it back. `onChange` is
   * told when it moves to the CPU. Throws what `openDenoiser` throws.
   */
  open(
    network: LoadedNetwork,
    device: DeviceId,
    onChange: OnChange,
  ): Promise<Denoiser>;
}

/** Names a network by its file, the content of it, and how it is fed. */
export function networkKey({ file, bytes, foreign }: LoadedNetwork): string {
  const digest = createHash("sha256").update(bytes).digest("hex");
  return `${file} ${digest} ${JSON.stringify(foreign?.adapter ?? null)}`;
}

interface Entry {
  readonly denoiser: Promise<Denoiser>;
  /** One for each user. */
  readonly users: Set<OnChange>;
}

export function createNetworkPool(compute: Compute): NetworkPool {
  /** In the order of their last use. */
  const entries = new Map<string, Entry>();

  const load = (
    key: string,
    network: LoadedNetwork,
    device: DeviceId,
  ): Entry => {
    const users = new Set<OnChange>();
    const forget = (): void => {
      if (entries.get(key) === entry) entries.delete(key);
    };
    const denoiser = openDenoiser(compute, network, device, (choice) => {
      // What runs on another device now is not what the key says.
      forget();
      for (const onChange of users) onChange(choice);
    });
    const entry = { denoiser, users };
    denoiser.catch(forget);
    return entry;
  };

  const release = async (key: string, entry: Entry): Promise<void> => {
    const unused = [...entries].filter(([, { users }]) => users.size === 0);
    const surplus = unused.slice(0, Math.max(0, unused.length - KEPT));
    for (const [old] of surplus) entries.delete(old);
    const closing = new Set(surplus.map(([, { denoiser }]) => denoiser));
    if (entry.users.size === 0 && entries.get(key) !== entry)
      closing.add(entry.denoiser);
    for (const denoiser of closing) await (await denoiser).close();
  };

  return {
    async open(network, device, onChange) {
      const key = `${networkKey(network)} ${device}`;
      const entry = entries.get(key) ?? load(key, network, device);
      entries.delete(key);
      entries.set(key, entry);
      const user: OnChange = (choice) => {
        onChange(choice);
      };
      entry.users.add(user);
      const denoiser = await entry.denoiser;
      return {
        ...denoiser,
        get device() {
          return denoiser.device;
        },
        async close() {
          if (entry.users.delete(user)) await release(key, entry);
        },
      };
    },
  };
}
