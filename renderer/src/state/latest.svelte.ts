/** The answer to the newest of many wishes: what was there stays until the new one has come. */
export class Latest<Wish, Value> {
  readonly #load: (wish: Wish) => Promise<Value>;
  readonly #failed: (error: unknown) => void;
  #wanted: { readonly wish: Wish } | null = null;
  /** Beside `busy`: an effect that wants something must not depend on it. */
  #working = false;
  busy = $state(false);
  value = $state.raw<Value | null>(null);

  constructor(
    load: (wish: Wish) => Promise<Value>,
    failed: (error: unknown) => void,
  ) {
    this.#load = load;
    this.#failed = failed;
  }

  /** Of many wishes that a slider passes, only the one is loaded at which it rests. */
  async want(wish: Wish): Promise<void> {
    this.#wanted = { wish };
    if (this.#working) return;
    this.#working = this.busy = true;
    try {
      while (this.#wanted !== null) {
        const next: { readonly wish: Wish } = this.#wanted;
        this.#wanted = null;
        this.value = await this.#load(next.wish);
      }
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#working = this.busy = false;
    }
  }
}
