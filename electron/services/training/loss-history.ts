/** The loss of a training from its beginning, thinned so that hours fit into a chart; every step is in the run's metrics.jsonl. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { thinned } from "../../../models/training/thin.ts";
import type { LossPoint } from "../../contract/training-values.ts";
import { smooth } from "../../engine/training/meter.ts";

/** Points kept at most; half of them after thinning. */
const MOST = 4000;

export class LossHistory {
  #points: LossPoint[] = [];
  /** Those that were not told yet. */
  #fresh: LossPoint[] = [];
  #reading: Promise<void> | undefined;

  get points(): readonly LossPoint[] {
    return this.#points;
  }

  /** A step that was just made. */
  add(point: LossPoint): void {
    this.#fresh.push(point);
    this.#keep(point);
  }

  /** What came since this was asked last. */
  takeFresh(): readonly LossPoint[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }

  #keep(point: LossPoint): void {
    this.#points.push(point);
    if (this.#points.length > MOST)
      this.#points = [...thinned(this.#points, ({ loss }) => loss, MOST / 2)];
  }

  /** Forgets what came after a step, from which the training goes on otherwise. */
  returnTo(step: number): void {
    this.#points = this.#points.filter((point) => point.step <= step);
  }

  /** What metrics.jsonl says, smoothed as it was when it was new; nothing of lines that are damaged. */
  read(file: string): Promise<void> {
    // Two that ask at once must not have it twice.
    return (this.#reading ??= this.#read(file));
  }

  async #read(file: string): Promise<void> {
    let loss = NaN;
    const input = createReadStream(file);
    try {
      for await (const line of createInterface({ input })) {
        const entry = parsed(line);
        if (!entry) continue;
        loss = smooth(loss, entry.loss);
        this.#keep({ step: entry.step, loss });
      }
    } catch {
      // There is none before the first step.
    }
  }
}

function parsed(line: string): LossPoint | undefined {
  try {
    const { step, loss } = JSON.parse(line) as Partial<LossPoint>;
    return Number.isFinite(step) && Number.isFinite(loss)
      ? { step: step!, loss: loss! }
      : undefined;
  } catch {
    return undefined;
  }
}
