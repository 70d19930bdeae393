/** Counts what a training run has done: smoothed loss, rate, time. */
import type { StepReport } from "../../../models/training/loop.ts";
import type { Recipe } from "../../../models/training/recipe.ts";

/** Share of a new value in the smoothed ones. */
const SMOOTHING = 0.02;
/** Seconds between two reports to a screen. */
const DISPLAY_SECONDS = 0.1;

/** A step as metrics.jsonl has it. */
export interface StepMetrics extends StepReport {
  readonly mpxPerSecond: number;
  /** Since the training began, without the pauses. */
  readonly seconds: number;
}

export interface MeterStart {
  /** Steps taken before. */
  readonly from: number;
  /** What was spent on them. */
  readonly seconds: number;
  /** The engine's rate where data is there already, in megapixels a second. */
  readonly benchMpxPerSecond?: number;
}

export class Meter {
  #recipe: Recipe;
  readonly #start: MeterStart;
  readonly #started = performance.now();
  #shown = -Infinity;
  #step: number;
  #loss = NaN;
  #learningRate = 0;
  #secondsPerStep = NaN;
  #last = performance.now();

  constructor(recipe: Recipe, start: MeterStart) {
    this.#recipe = recipe;
    this.#start = start;
    this.#step = start.from;
  }

  /** Takes in one step; returns its line for metrics.jsonl. */
  count(report: StepReport): StepMetrics {
    const now = performance.now();
    this.#step = report.step;
    this.#learningRate = report.learningRate;
    this.#loss = smooth(this.#loss, report.loss);
    this.#secondsPerStep = smooth(
      this.#secondsPerStep,
      (now - this.#last) / 1000,
    );
    this.#last = now;
    return {
      ...report,
      mpxPerSecond: this.#rate(this.#secondsPerStep),
      seconds: this.#seconds(),
    };
  }

  /** The run goes on from an earlier step. */
  returnTo(recipe: Recipe, step: number): void {
    this.#recipe = recipe;
    this.#step = step;
    this.#loss = NaN;
    this.#last = performance.now();
  }

  dueForDisplay(): boolean {
    const due = this.#last - this.#shown > 1000 * DISPLAY_SECONDS;
    if (due) this.#shown = this.#last;
    return due;
  }

  progress() {
    const { benchMpxPerSecond } = this.#start;
    return {
      step: this.#step,
      loss: this.#loss,
      learningRate: this.#learningRate,
      mpxPerSecond: this.#rate(this.#secondsPerStep),
      ...(benchMpxPerSecond !== undefined && { benchMpxPerSecond }),
      memoryBytes: process.memoryUsage.rss(),
      fraction: this.#step / this.#recipe.steps,
      secondsElapsed: this.#seconds(),
      secondsLeft: (this.#recipe.steps - this.#step) * this.#secondsPerStep,
    };
  }

  /** Of the whole training; its rate is that of this session. */
  summary() {
    const seconds = (this.#last - this.#started) / 1000;
    const steps = Math.max(1, this.#step - this.#start.from);
    return {
      seconds: this.#seconds(),
      mpxPerSecond: this.#rate(seconds / steps),
      loss: this.#loss,
    };
  }

  #seconds(): number {
    return this.#start.seconds + (this.#last - this.#started) / 1000;
  }

  #rate(secondsPerStep: number): number {
    const { batch, patch } = this.#recipe;
    return (batch * patch * patch) / 1e6 / secondsPerStep;
  }
}

/** Takes a new value into an average that follows slowly; NaN begins one. */
export function smooth(old: number, value: number): number {
  return Number.isNaN(old) ? value : old + SMOOTHING * (value - old);
}
