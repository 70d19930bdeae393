/** One training: started, paused, taken up again and kept; its folder holds all that outlives the process. */
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import { thinned } from "../../../models/training/thin.ts";
import { toErrorData } from "../../contract/error-data.ts";
import type {
  LossPoint,
  TrainingItem,
  TrainingMetrics,
} from "../../contract/training-values.ts";
import type { Engine } from "../api.ts";
import type { TrainProgress, TrainRequest } from "../api-training.ts";
import type { JsonStore } from "../json-store.ts";
import { Throttle } from "../save/throttle.ts";
import { without } from "../without.ts";
import { LossHistory } from "./loss-history.ts";

export interface TrainingPorts {
  readonly engine: () => Pick<Engine, "train">;
  readonly changed: (item: TrainingItem) => void;
  readonly metrics: (metrics: TrainingMetrics) => void;
  /** There is a new snapshot to look at. */
  readonly pictured: (training: Training) => void;
  /** In milliseconds. */
  readonly clock: () => number;
}

/** How a stretch of work begins. */
type Beginning = "start" | "resume" | "keep";

/** Milliseconds between reports to interfaces. */
const EVERY = 200;
/** Measurements kept for the chart. */
const MEASURED = 500;

export class Training {
  readonly #folder: string;
  readonly #ports: TrainingPorts;
  readonly #store: JsonStore<TrainingItem>;
  readonly #history = new LossHistory();
  readonly #report: Throttle;
  #item: TrainingItem;
  #work: {
    readonly stop: AbortController;
    readonly ended: Promise<void>;
  } | null = null;
  #keeping = false;

  /** `store` holds the record as it was left; nothing of it is under way. */
  constructor(
    folder: string,
    store: JsonStore<TrainingItem>,
    ports: TrainingPorts,
  ) {
    this.#folder = folder;
    this.#store = store;
    this.#ports = ports;
    const { value } = store;
    const over = value.state === "ended" || value.state === "failed";
    this.#item = over ? value : { ...value, state: "paused" };
    this.#report = new Throttle(EVERY, ports.clock, () => this.#tellMetrics());
  }

  get item(): TrainingItem {
    return this.#item;
  }

  get isWorking(): boolean {
    return this.#work !== null;
  }

  /** The network that was written at the end. */
  get network(): string {
    return join(this.#folder, "network.onnx");
  }

  get run(): string {
    return join(this.#folder, "run");
  }

  /** The loss from the beginning until now. */
  async history(): Promise<readonly LossPoint[]> {
    if (this.#history.points.length === 0 && !this.isWorking)
      await this.#history.read(join(this.run, "metrics.jsonl"));
    return this.#history.points;
  }

  start(): void {
    this.#begin("start");
  }

  async resume(): Promise<void> {
    if (this.isWorking || this.#item.state === "ended") return;
    await this.history();
    this.#begin((await this.#canGoOn()) ? "resume" : "start");
  }

  /** Resolves when everything is saved. */
  async pause(): Promise<void> {
    this.#work?.stop.abort(new NitidoError("CANCELLED"));
    await this.#work?.ended;
  }

  /** Writes the network from what was learnt so far. Throws USAGE when that is nothing yet. */
  async keep(): Promise<void> {
    if (this.#item.state === "ended" || this.#keeping) return;
    this.#keeping = true;
    try {
      await this.pause();
      if (await this.#canGoOn()) this.#begin("keep");
      else throw new NitidoError("USAGE", { kind: "trainingEmpty" });
    } finally {
      this.#keeping = false;
    }
  }

  /** The training and all that it wrote are gone. */
  async discard(): Promise<void> {
    await this.pause();
    await this.#store.saved();
    await rm(this.#folder, { recursive: true, force: true });
  }

  set(part: Partial<TrainingItem>): void {
    this.#item = { ...this.#item, ...part };
    this.#store.set(this.#item);
    this.#ports.changed(this.#item);
  }

  saved(): Promise<void> {
    return this.#store.saved();
  }

  #begin(how: Beginning): void {
    const stop = new AbortController();
    this.#item = without(this.#item, "error", "inspecting");
    const ended = this.#carryOut(how, stop.signal).finally(() => {
      this.#work = null;
      this.#report.stop();
    });
    this.#work = { stop, ended };
    this.set({ state: how === "keep" ? "stopping" : "preparing" });
  }

  async #carryOut(how: Beginning, signal: AbortSignal): Promise<void> {
    try {
      const result = await this.#ports.engine().train(this.#request(how), {
        signal,
        onProgress: (progress) => this.#take(progress, how),
      });
      const { ended, steps, writtenStep, seconds, mpxPerSecond, report } =
        result;
      const outcome = {
        ...{ ended, steps, writtenStep, seconds, mpxPerSecond, report },
      };
      this.#tellMetrics();
      this.#end({ state: "ended", outcome });
    } catch (thrown) {
      const { code, message, details } = toErrorData(thrown);
      if (code === "CANCELLED")
        this.#end({ state: this.#keeping ? "stopping" : "paused" });
      else this.#end({ state: "failed", error: { code, message, details } });
    }
  }

  #end(part: Partial<TrainingItem>): void {
    this.#work = null;
    this.#item = without(this.#item, "inspecting", "measuring");
    this.set(part);
  }

  #request(how: Beginning): TrainRequest {
    const { budget, ...plan } = this.#item.plan;
    return {
      ...plan,
      encoder: null,
      ...{ out: this.network, run: this.run, overwrite: true },
      resume: how !== "start",
      finish: how === "keep",
      budget: how === "start" ? budget : null,
    };
  }

  #take(progress: TrainProgress, how: Beginning): void {
    switch (progress.kind) {
      case "inspecting":
        this.#item = { ...this.#item, inspecting: progress };
        this.#ports.changed(this.#item);
        break;
      case "started": {
        const facts = without(progress, "kind", "step");
        this.#item = without(this.#item, "inspecting");
        this.set({
          facts: { ...this.#item.facts, ...facts },
          ...(how !== "keep" && { state: "running" }),
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
      case "checkpoint": {
        const { step, psnr } = progress;
        const before = this.#item.measured.filter((one) => one.step < step);
        const measured =
          psnr === undefined ? before : [...before, { step, psnr }];
        this.set({ measured: thinned(measured, (one) => one.psnr, MEASURED) });
        break;
      }
      case "snapshot": {
        const { step } = progress;
        const before = this.#item.snapshots.filter((one) => one < step);
        this.set({ snapshots: [...before, step] });
        this.#ports.pictured(this);
        break;
      }
      case "measuring": {
        const measuring = without(progress, "kind");
        this.#item = { ...this.#item, measuring };
        this.#ports.changed(this.#item);
        break;
      }
      case "recovered": {
        const recovery = without(progress, "kind");
        this.#history.returnTo(recovery.step);
        this.set({ recoveries: [...this.#item.recoveries, recovery] });
        break;
      }
      case "device":
        if (this.#item.facts)
          this.set({
            facts: { ...this.#item.facts, choice: progress.choice },
          });
        break;
    }
  }

  #tellMetrics(): void {
    const { id, now } = this.#item;
    const points = this.#history.takeFresh();
    if (now) this.#ports.metrics({ id, now, points });
  }

  /** Whether there is a checkpoint. */
  async #canGoOn(): Promise<boolean> {
    const names = await readdir(join(this.run, "checkpoints")).catch(() => []);
    return names.some((name) => name.endsWith(".safetensors"));
  }
}
