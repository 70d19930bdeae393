/** Times as people read them, and the time that work will still take. */

/** `12 s`, `3 min 20 s`, `1 h 5 min`: units that every language here writes alike. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "…";
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60)];
  if (hours > 0) return `${hours} h ${minutes % 60} min`;
  if (minutes > 0) return `${minutes} min ${whole % 60} s`;
  return `${whole} s`;
}

/** The rate of work of a known amount, in its units per second, since the pace was made. */
export class Pace {
  readonly #total: number;
  readonly #now: () => number;
  readonly #start: number;
  #done = 0;

  /** `now` is in milliseconds. */
  constructor(total: number, now: () => number = () => performance.now()) {
    this.#total = total;
    this.#now = now;
    this.#start = now();
  }

  /** The amount done so far. */
  update(done: number): void {
    this.#done = done;
  }

  get fraction(): number {
    return this.#total > 0 ? Math.min(1, this.#done / this.#total) : 1;
  }

  get seconds(): number {
    return (this.#now() - this.#start) / 1000;
  }

  get perSecond(): number {
    return this.seconds > 0 ? this.#done / this.seconds : 0;
  }

  /** Infinity before anything is done. */
  get secondsLeft(): number {
    return (this.#total - this.#done) / this.perSecond;
  }
}
