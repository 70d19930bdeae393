/** Trainings and the folder that is looked at, as the app tells of them, with the curves of their losses. */
import type { Client } from "../../../electron/contract/client.ts";
import type {
  Inspection,
  LossPoint,
  TrainingId,
  TrainingItem,
  TrainingMetrics,
} from "../../../electron/contract/training-values.ts";
import type { AppState } from "../../../electron/contract/values.ts";
import { Curves } from "./curves.svelte.ts";
import { merged, without } from "./item-list.ts";

type State = Pick<AppState, "inspection" | "trainings">;

export class Trainings {
  readonly #client: Client;
  inspection: Inspection | null;
  items: readonly TrainingItem[];
  /** Of trainings that were asked for. */
  readonly #curves: Curves;

  /** The one that uses the machine now. */
  readonly working: TrainingItem | undefined = $derived.by(() =>
    this.items.find(isWorking),
  );

  constructor(client: Client, state: State) {
    this.#client = client;
    this.#curves = new Curves((id) => client.call("training.history", { id }));
    this.inspection = $state.raw(state.inspection);
    this.items = $state.raw(state.trainings);
  }

  /** All of it again, as after a broken connection. */
  set({ inspection, trainings }: State): void {
    // What is decided about a folder stays as long as the folder is the same.
    if (JSON.stringify(inspection) !== JSON.stringify(this.inspection))
      this.inspection = inspection;
    this.items = trainings;
    this.#curves.reload();
  }

  follow(): () => void {
    const client = this.#client;
    const stops = [
      client.on("training.inspection", (inspection) => {
        this.inspection = inspection;
      }),
      client.on("training.changed", (item) => {
        const before = this.items.find(({ id }) => id === item.id);
        this.items = merged(this.items, [item]);
        const { recoveries } = item;
        const back = recoveries.at(-1);
        if (back && recoveries.length > (before?.recoveries.length ?? 0))
          this.#curves.cut(item.id, back.step);
      }),
      client.on("training.removed", (id) => {
        this.items = without(this.items, [id]);
        this.#curves.forget(id);
      }),
      client.on("training.metrics", (metrics) => this.#grow(metrics)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  find(id: TrainingId | null): TrainingItem | undefined {
    return this.items.find((item) => item.id === id);
  }

  /** The loss so far, thinned; empty until `load` has answered. */
  curve(id: TrainingId): readonly LossPoint[] {
    return this.#curves.get(id);
  }

  load(id: TrainingId): Promise<void> {
    return this.#curves.load(id);
  }

  #grow({ id, now, points }: TrainingMetrics): void {
    this.items = this.items.map((item) =>
      item.id === id ? { ...item, now } : item,
    );
    this.#curves.grow(id, points);
  }
}

export const isWorking = ({ state }: TrainingItem): boolean =>
  state === "preparing" || state === "running" || state === "stopping";

/** The last part of a path. */
export const folderName = (path: string): string =>
  path.replace(/(?<![/\\])[/\\]+$/, "").replace(/^.*[/\\]/, "") || path;
