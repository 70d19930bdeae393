/** Reports often enough to look alive and seldom enough to cost nothing; the last state is always reported. */
export class Throttle {
  readonly #every: number;
  readonly #clock: () => number;
  readonly #report: () => void;
  #last = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `every` and the clock are in milliseconds. */
  constructor(every: number, clock: () => number, report: () => void) {
    this.#every = every;
    this.#clock = clock;
    this.#report = report;
  }

  /** At the next chance; calls until then are one. */
  soon(): void {
    if (this.#timer) return;
    const wait = this.#last + this.#every - this.#clock();
    if (wait <= 0) this.now();
    else this.#timer = setTimeout(() => this.now(), wait);
  }

  now(): void {
    this.stop();
    this.#last = this.#clock();
    this.#report();
  }

  /** Drops a report that was to come. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
