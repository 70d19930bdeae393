/** Lets the last of many values through, at most once in a while: the app need not follow every pixel of a drag. */

export class Throttle<Value> {
  readonly #milliseconds: number;
  readonly #send: (value: Value) => void;
  #waiting: { readonly value: Value } | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(milliseconds: number, send: (value: Value) => void) {
    this.#milliseconds = milliseconds;
    this.#send = send;
  }

  /** Sends now, or when the last time is long enough ago and nothing newer came. */
  push(value: Value): void {
    this.#waiting = { value };
    if (this.#timer === null) this.#tick();
  }

  /** Sends what waits. */
  flush(): void {
    const { value } = this.#waiting ?? {};
    if (this.#waiting === null) return;
    this.#waiting = null;
    this.#send(value as Value);
  }

  #tick(): void {
    this.#timer = null;
    if (this.#waiting === null) return;
    this.flush();
    this.#timer = setTimeout(() => this.#tick(), this.#milliseconds);
  }
}
