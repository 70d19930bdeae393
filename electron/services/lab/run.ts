/** One run of the lab: it learns, is broken off and goes on, ends early or in time, and is kept; its folder holds all that outlives the process. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import { toErrorData } from "../../contract/error-data.ts";
import type {
  LabItem,
  LabMetrics,
  LabSnapshot,
} from "../../contract/lab-values.ts";
import type { LossPoint } from "../../contract/training-values.ts";
import type { Engine } from "../api.ts";
import type { LabTrainProgress } from "../api-lab.ts";
import type { JsonStore } from "../json-store.ts";
import { Throttle } from "../save/throttle.ts";
import { LossHistory } from "../training/loss-history.ts";
import { without } from "../without.ts";

export interface RunPorts {
  readonly engine: () => Pick<Engine, "labTrain" | "labStop">;
  readonly changed: (item: LabItem) => void;
  readonly metrics: (metrics: LabMetrics) => void;
  /** In milliseconds. */
  readonly clock: () => number;
}

/** Milliseconds between reports to interfaces. */
const EVERY = 200;

export class Run {
  readonly #folder: string;
  readonly #ports: RunPorts;
  readonly #store: JsonStore<LabItem>;
  readonly #history = new LossHistory();
  readonly #report: Throttle;
  #item: LabItem;
  #snapshot: LabSnapshot | null = null;
  #work: {
    readonly stop: AbortController;
    readonly ended: Promise<void>;
  } | null = null;

  /** `store` holds the record as it was left. */
  constructor(folder: string, store: JsonStore<LabItem>, ports: RunPorts) {
    this.#folder = folder;
    this.#store = store;
    this.#ports = ports;
    const { labels, ...rest } = store.value;
    // What was computed when the app ended is no more.
    const known = labels && { labels: { ...labels, fraction: null } };
    this.#item = { ...rest, ...known };
    this.#report = new Throttle(EVERY, ports.clock, () => this.#tellMetrics());
  }

  get item(): LabItem {
    return this.#item;
  }

  get isWorking(): boolean {
    return this.#work !== null;
  }

  /** The app was closed, or ended otherwise, while it learnt. */
  get wasBrokenOff(): boolean {
    const { state } = this.#item;
    return !this.isWorking && state !== "ended" && state !== "failed";
  }

  /** The engine's folder of the run. */
  get path(): string {
    return join(this.#folder, "run");
  }

  /** While it learns, from the first one on. */
  get snapshot(): LabSnapshot | null {
    return this.#snapshot;
  }

  /** The loss from the beginning until now. */
  async history(): Promise<readonly LossPoint[]> {
    if (this.#history.points.length === 0 && !this.isWorking)
      await this.#history.read(join(this.path, "metrics.jsonl"));
    return this.#history.points;
  }

  start(): void {
    this.#begin(false);
  }

  /** Goes on where it was broken off. */
  async resume(): Promise<void> {
    if (this.isWorking || this.#item.state === "ended") return;
    await this.history();
    this.#begin(true);
  }

  #begin(resume: boolean): void {
    const stop = new AbortController();
    const ended = this.#carryOut(resume, stop.signal).finally(() => {
      this.#work = null;
      this.#report.stop();
    });
    this.#work = { stop, ended };
    this.#item = without(this.#item, "error");
    this.#set({ state: "preparing" });
  }

  /** Ends after the next step and keeps what was learnt. Throws USAGE when it does not learn. */
  async stop(): Promise<void> {
    const { stopped } = await this.#ports.engine().labStop({ run: this.path });
    if (!stopped) throw new NitidoError("USAGE", { kind: "labIdle" });
  }

  /** Ends at once; what was learnt is kept, to go on with. */
  async breakOff(): Promise<void> {
    this.#work?.stop.abort(new NitidoError("CANCELLED"));
    await this.#work?.ended;
  }

  /** The run and all that it wrote are gone. */
  async discard(): Promise<void> {
    await this.breakOff();
    await this.#store.saved();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Keeps what was found out about it. */
  keep(part: Pick<LabItem, "labels">): void {
    this.#set(part);
  }

  saved(): Promise<void> {
    return this.#store.saved();
  }

  #set(part: Partial<LabItem>): void {
    this.#item = { ...this.#item, ...part };
    this.#store.set(this.#item);
    this.#ports.changed(this.#item);
  }

  async #carryOut(resume: boolean, signal: AbortSignal): Promise<void> {
    const { plan } = this.#item;
    try {
      const request = { ...plan, run: this.path, resume, overwrite: true };
      const { steps, seconds, loss, figures } = await this.#ports
        .engine()
        .labTrain(request, {
          signal,
          onProgress: (progress) => this.#take(progress),
        });
      this.#tellMetrics();
      const outcome = { steps, seconds, loss, figures };
      this.#end({ state: "ended", outcome });
    } catch (thrown) {
      const { code, message, details } = toErrorData(thrown);
      // It keeps the state that it had, by which it is known as broken off.
      if (code === "CANCELLED") this.#end({});
      else this.#end({ state: "failed", error: { code, message, details } });
    }
  }

  #end(part: Partial<LabItem>): void {
    this.#work = null;
    this.#item = without(this.#item, "reading");
    this.#set(part);
  }

  #take(progress: LabTrainProgress): void {
    switch (progress.kind) {
      case "reading": {
        const reading = without(progress, "kind");
        this.#item = { ...this.#item, reading };
        this.#ports.changed(this.#item);
        break;
      }
      case "started": {
        const { step } = progress;
        this.#item = without(this.#item, "reading");
        this.#history.returnTo(step);
        this.#set({
          ...{ state: "running", facts: without(progress, "kind") },
          measured: this.#item.measured.filter((one) => one.step <= step),
        });
        break;
      }
      case "step": {
        const now = without(progress, "kind");
        const { step, loss } = now;
        this.#item = { ...this.#item, now };
        this.#history.add({ step, loss });
        this.#report.soon();
        break;
      }
      case "snapshot": {
        this.#snapshot = without(progress, "kind");
        const { step, error } = progress;
        this.#set({ measured: [...this.#item.measured, { step, error }] });
        break;
      }
      case "comparing":
        this.#set({ state: "measuring" });
        break;
    }
  }

  #tellMetrics(): void {
    const { id, now } = this.#item;
    const points = this.#history.takeFresh();
    if (now) this.#ports.metrics({ id, now, points });
  }
}
