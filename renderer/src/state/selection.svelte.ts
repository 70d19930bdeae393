/** Which things of a list are chosen, by the conventions of file managers. */

export interface Modifiers {
  /** From the last chosen thing to this one. */
  readonly range?: boolean;
  /** This one beside the others, or no more. */
  readonly toggle?: boolean;
}

export class Selection {
  readonly #list: () => readonly string[];
  #chosen = $state.raw<readonly string[]>([]);
  /** Where a range starts. */
  #anchor: string | null = null;
  /** Where it ends: arrows go on from here. */
  #focus = $state.raw<string | null>(null);

  /** What is chosen and still in the list, in its order. */
  readonly ids: readonly string[] = $derived.by(() =>
    this.#list().filter((id) => this.#chosen.includes(id)),
  );

  /** @param list The ids in the order in which they are shown. */
  constructor(list: () => readonly string[]) {
    this.#list = list;
  }

  has(id: string): boolean {
    return this.#chosen.includes(id);
  }

  choose(id: string, { range = false, toggle = false }: Modifiers = {}): void {
    if (range && this.#anchor !== null) {
      this.#chosen = this.#between(this.#anchor, id);
    } else if (toggle) {
      this.#chosen = this.has(id)
        ? this.#chosen.filter((other) => other !== id)
        : [...this.#chosen, id];
      this.#anchor = id;
    } else {
      this.#chosen = [id];
      this.#anchor = id;
    }
    this.#focus = id;
  }

  chooseAll(): void {
    this.#chosen = this.#list();
  }

  /**
   * Goes so many places on (or back), and chooses what is there, or all up to there. Returns it;
   * null when the list is empty.
   */
  move(steps: number, extend = false): string | null {
    const list = this.#list();
    const from = this.#focus === null ? -1 : list.indexOf(this.#focus);
    const to = Math.min(list.length - 1, Math.max(0, from + steps));
    const id = list[to];
    if (id === undefined) return null;
    this.choose(id, { range: extend });
    return id;
  }

  #between(from: string, to: string): readonly string[] {
    const list = this.#list();
    const ends = [list.indexOf(from), list.indexOf(to)];
    if (ends.includes(-1)) return [to];
    return list.slice(Math.min(...ends), Math.max(...ends) + 1);
  }
}
