/** A map of bounded size that forgets what was not used for longest. */

export class LruCache<Value extends { readonly bytes: number }> {
  readonly #capacity: number;
  readonly #forgotten: (value: Value) => void;
  /** From the least recently used on: a Map keeps the order of insertion. */
  readonly #entries = new Map<string, Value>();
  #bytes = 0;

  /** @param forgotten Is told of every value that leaves, also of those that are replaced. */
  constructor(capacity: number, forgotten: (value: Value) => void) {
    this.#capacity = capacity;
    this.#forgotten = forgotten;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Counts as a use. */
  get(key: string): Value | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, value);
    }
    return value;
  }

  /** Counts as no use. */
  peek(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: Value): void {
    this.delete(key);
    this.#entries.set(key, value);
    this.#bytes += value.bytes;
  }

  delete(key: string): void {
    const value = this.#entries.get(key);
    if (value === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= value.bytes;
    this.#forgotten(value);
  }

  /** Forgets values beyond the capacity, but none that is needed now. */
  trim(needed: ReadonlySet<string>): void {
    for (const key of this.#entries.keys()) {
      if (this.#bytes <= this.#capacity) return;
      if (!needed.has(key)) this.delete(key);
    }
  }

  clear(): void {
    for (const key of this.#entries.keys()) this.delete(key);
  }

  entries(): IterableIterator<[string, Value]> {
    return this.#entries.entries();
  }
}
