/** Runs of the lab, as the app tells of them, with the curves of their losses. */
import type { Client } from "../../../electron/contract/client.ts";
import type { LabId, LabItem } from "../../../electron/contract/lab-values.ts";
import { Curves } from "./curves.svelte.ts";
import { merged, without } from "./item-list.ts";

export class Labs {
  readonly #client: Client;
  items: readonly LabItem[];
  readonly curves: Curves;

  /** The one that learns now. */
  readonly working: LabItem | undefined = $derived.by(() =>
    this.items.find(isWorking),
  );

  constructor(client: Client, items: readonly LabItem[]) {
    this.#client = client;
    this.items = $state.raw(items);
    this.curves = new Curves((id) => client.call("lab.history", { id }));
  }

  /** All of it again, as after a broken connection. */
  set(items: readonly LabItem[]): void {
    this.items = items;
    this.curves.reload();
  }

  follow(): () => void {
    const client = this.#client;
    const stops = [
      client.on("lab.changed", (item) => {
        this.items = merged(this.items, [item]);
      }),
      client.on("lab.removed", (id) => {
        this.items = without(this.items, [id]);
        this.curves.forget(id);
      }),
      client.on("lab.metrics", ({ id, now, points }) => {
        this.items = this.items.map((item) =>
          item.id === id ? { ...item, now } : item,
        );
        this.curves.grow(id, points);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  find(id: LabId | null): LabItem | undefined {
    return this.items.find((item) => item.id === id);
  }
}

export const isWorking = ({ state }: LabItem): boolean =>
  state === "preparing" || state === "running" || state === "measuring";
