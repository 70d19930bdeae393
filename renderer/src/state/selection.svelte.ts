/** Which things of a list are chosen, by the conventions of file managers. */

export interface Modifiers {
  /** From the last chosen thing to this one. */
  readonly range?: boolean;
  /** This one beside the others, or no more. */
  readonly toggle?: boolean;
}

export class Selection {
  readonly #list: () => readonly string[];
  readonly #open: () => string | null;
  #chosen = $state.raw<readonly string[]>([]);
  /** Where a range starts; null where it starts at what is open. */
  #anchor: string | null = null;
  /** Where it ends: arrows go on from here, or from what is open. */
  #focus: string | null = null;

  /** What is chosen and still in the list, in its order. */
  readonly ids: readonly string[] = $derived.by(() =>
    this.#list().filter((id) => this.#chosen.includes(id)),
  );

  /**
   * @param list The ids in the order in which they are shown.
   * @param open The one that is open, if any: where one is before anything was chosen.
   */
  constructor(list: () => readonly string[], open: () => string | null) {
    this.#list = list;
    this.#open = open;
  }

  has(id: string): boolean {
    return this.#chosen.includes(id);
  }

  choose(id: string, { range = false, toggle = false }: Modifiers = {}): void {
    const anchor = this.#anchor ?? this.#open();
    if (range && anchor !== null) {
      this.#chosen = this.#between(anchor, id);
      this.#anchor = anchor;
    } else if (toggle) {
      // Before anything was chosen, what is open counts as chosen.
      const chosen =
        this.ids.length > 0 || anchor === null ? this.ids : [anchor];
      this.#chosen = chosen.includes(id)
        ? chosen.filter((other) => other !== id)
        : [...chosen, id];
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
    const from = [this.#focus, this.#open()]
      .map((id) => (id === null ? -1 : list.indexOf(id)))
      .find((index) => index >= 0);
    const to = Math.min(list.length - 1, Math.max(0, (from ?? -1) + steps));
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
