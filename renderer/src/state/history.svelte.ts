/** What was done and can be taken back, and done again. */

/** Older steps are forgotten. */
const LONGEST = 200;

export class History<Step> {
  #done = $state.raw<readonly Step[]>([]);
  #undone = $state.raw<readonly Step[]>([]);

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** Remembers a step; what was taken back before it can be done again no more. */
  add(step: Step): void {
    this.#done = [...this.#done, step].slice(-LONGEST);
    this.#undone = [];
  }

  /** The step to take back, if there is one. */
  undo(): Step | undefined {
    const step = this.#done.at(-1);
    if (step === undefined) return undefined;
    this.#done = this.#done.slice(0, -1);
    this.#undone = [...this.#undone, step];
    return step;
  }

  /** The step to do again, if there is one. */
  redo(): Step | undefined {
    const step = this.#undone.at(-1);
    if (step === undefined) return undefined;
    this.#undone = this.#undone.slice(0, -1);
    this.#done = [...this.#done, step];
    return step;
  }
}
