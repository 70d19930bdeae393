/** Lets in as much work at a time as fits, in the order of asking. */
export class Room {
  readonly #size: number;
  #free: number;
  readonly #waiting: { readonly need: number; readonly enter: () => void }[] =
    [];

  constructor(size: number) {
    this.#size = size;
    this.#free = size;
  }

  /** Resolves or rejects as the work does. What needs more than there is gets the whole room for itself. */
  async run<T>(need: number, work: () => Promise<T>): Promise<T> {
    const share = Math.min(need, this.#size);
    await new Promise<void>((enter) => {
      this.#waiting.push({ need: share, enter });
      this.#admit();
    });
    try {
      return await work();
    } finally {
      this.#free += share;
      this.#admit();
    }
  }

  /** For work that must be the only one. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.run(this.#size, work);
  }

  #admit(): void {
    for (;;) {
      const next = this.#waiting[0];
      if (!next || next.need > this.#free) return;
      this.#waiting.shift();
      this.#free -= next.need;
      next.enter();
    }
  }
}
