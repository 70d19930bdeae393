/** Counts what a training run has done: smoothed loss, rate, time left. */
import type { StepReport } from "../../../models/training/loop.ts";
import type { Recipe } from "../../../models/training/recipe.ts";

/** Share of a new value in the smoothed ones. */
const SMOOTHING = 0.02;
/** Seconds between two reports to a screen. */
const DISPLAY_SECONDS = 0.1;

export class Meter {
  #recipe: Recipe;
  readonly #from: number;
  readonly #started = performance.now();
  #shown = -Infinity;
  #step: number;
  #loss = NaN;
  #secondsPerStep = NaN;
  #last = performance.now();

  constructor(recipe: Recipe, from: number) {
    this.#recipe = recipe;
    this.#from = from;
    this.#step = from;
  }

  /** Takes in one step; returns its line for metrics.jsonl. */
  count(
    report: StepReport,
  ): StepReport & { readonly mpxPerSecond: number; readonly seconds: number } {
    const now = performance.now();
    this.#step = report.step;
    this.#loss = smooth(this.#loss, report.loss);
    this.#secondsPerStep = smooth(
      this.#secondsPerStep,
      (now - this.#last) / 1000,
    );
    this.#last = now;
    return {
      ...report,
      mpxPerSecond: this.#rate(this.#secondsPerStep),
      seconds: (now - this.#started) / 1000,
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
    return {
      step: this.#step,
      loss: this.#loss,
      mpxPerSecond: this.#rate(this.#secondsPerStep),
      fraction: this.#step / this.#recipe.steps,
      secondsLeft: (this.#recipe.steps - this.#step) * this.#secondsPerStep,
    };
  }

  /** Over the whole session. */
  summary() {
    const seconds = (this.#last - this.#started) / 1000;
    const steps = Math.max(1, this.#step - this.#from);
    return {
      seconds,
      mpxPerSecond: this.#rate(seconds / steps),
      loss: this.#loss,
    };
  }

  #rate(secondsPerStep: number): number {
    const { batch, patch } = this.#recipe;
    return (batch * patch * patch) / 1e6 / secondsPerStep;
  }
}

function smooth(old: number, value: number): number {
  return Number.isNaN(old) ? value : old + SMOOTHING * (value - old);
}
