/** Losses by step of whatever learns: asked for once, then grown by what is told. */
import { SvelteMap } from "svelte/reactivity";
import type { LossPoint } from "../../../electron/contract/training-values.ts";
import { thinned } from "../../../models/training/thin.ts";

/** Points of a curve that are drawn at most. */
const MOST = 4000;

export class Curves {
  readonly #ask: (id: string) => Promise<readonly LossPoint[]>;
  readonly #known = new SvelteMap<string, readonly LossPoint[]>();

  constructor(ask: (id: string) => Promise<readonly LossPoint[]>) {
    this.#ask = ask;
  }

  /** Thinned; empty until `load` has answered. */
  get(id: string): readonly LossPoint[] {
    return this.#known.get(id) ?? [];
  }

  async load(id: string): Promise<void> {
    this.#known.set(id, await this.#ask(id));
  }

  /** All that were asked for, again. */
  reload(): void {
    for (const id of this.#known.keys())
      this.load(id).catch(() => this.#known.delete(id));
  }

  grow(id: string, points: readonly LossPoint[]): void {
    const curve = this.#known.get(id);
    if (!curve) return;
    const last = curve.at(-1)?.step ?? -1;
    const whole = [...curve, ...points.filter(({ step }) => step > last)];
    this.#known.set(
      id,
      whole.length > MOST
        ? thinned(whole, ({ loss }) => loss, MOST / 2)
        : whole,
    );
  }

  /** Forgets what came after a step. */
  cut(id: string, after: number): void {
    const curve = this.#known.get(id);
    if (curve)
      this.#known.set(
        id,
        curve.filter(({ step }) => step <= after),
      );
  }

  forget(id: string): void {
    this.#known.delete(id);
  }
}
