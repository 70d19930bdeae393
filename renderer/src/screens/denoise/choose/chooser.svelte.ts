/** Choosing a noise level by eye: the hardest places of the open photograph at rising levels. */
import { SvelteMap } from "svelte/reactivity";
import {
  type Answer,
  valueOf,
} from "../../../../../electron/contract/answer.ts";
import { choicePath } from "../../../../../electron/contract/resources.ts";
import type {
  HardPlace,
  ImageItem,
} from "../../../../../electron/contract/values.ts";
import {
  type PreviewTile,
  unpackTile,
} from "../../../../../models/inference/preview-tile.ts";
import { fetchFromApp } from "../../../session.ts";
import type { Adjustments } from "../../../state/adjustments.svelte.ts";
import type { AppStore } from "../../../state/app.svelte.ts";
import { overallSigma } from "../noise-level.ts";
import {
  chosenOf,
  fromTheMiddle,
  type LevelChoice,
  levelChoices,
} from "./choices.ts";

export class Chooser {
  readonly #app: AppStore;
  readonly #adjustments: Adjustments;
  readonly #fetch: typeof fetch;
  readonly #stop = new AbortController();
  readonly image: ImageItem;
  readonly choices: readonly LevelChoice[];
  /** The first is in the middle, where nothing else holds. */
  readonly #middle: number;
  places = $state.raw<readonly HardPlace[]>([]);
  /** By place and choice; see `tile`. */
  readonly #tiles = new SvelteMap<string, PreviewTile>();
  /** The choice that the keys are at. */
  at = $state(0);
  keeping = $state(false);

  /** @param image Open and measured. */
  constructor(
    app: AppStore,
    adjustments: Adjustments,
    image: ImageItem,
    fetcher: typeof fetch = fetchFromApp,
  ) {
    this.#app = app;
    this.#adjustments = adjustments;
    this.#fetch = fetcher;
    this.image = image;
    const { noise } = adjustments.settings;
    const measured = image.facts ? overallSigma(image.facts.noise) : 0;
    this.choices = levelChoices(noise, measured);
    this.#middle = Math.min(2, this.choices.length - 1);
    const chosen = chosenOf(this.choices, noise);
    this.at = chosen < 0 ? this.#middle : chosen;
  }

  /** The choice that holds; −1 where it is none of them. */
  get chosen(): number {
    return chosenOf(this.choices, this.#adjustments.settings.noise);
  }

  get camera() {
    return this.image.facts?.taken;
  }

  tile(place: number, choice: number): PreviewTile | undefined {
    return this.#tiles.get(`${String(place)} ${String(choice)}`);
  }

  /** Finds the places and computes them, until `close`. `edge` is their side in pixels. */
  async load(edge: number): Promise<void> {
    const { id } = this.image;
    this.places = await this.#app.client.call("images.hardPlaces", {
      id,
      edge,
    });
    for (const choice of fromTheMiddle(this.choices.length, this.#middle))
      for (const [place, { x, y }] of this.places.entries()) {
        const { noise } = this.choices[choice]!;
        const path = choicePath(id, { x, y, edge }, noise);
        if (this.#stop.signal.aborted) return;
        const tile = await this.#loadTile(path);
        if (tile) this.#tiles.set(`${String(place)} ${String(choice)}`, tile);
      }
  }

  /** Undefined when it is not waited for any more. */
  async #loadTile(path: string): Promise<PreviewTile | undefined> {
    const { signal } = this.#stop;
    try {
      const response = await this.#fetch(path, { signal });
      if (!response.ok) valueOf((await response.json()) as Answer);
      return unpackTile(new Uint8Array(await response.arrayBuffer()));
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  }

  move(steps: number): void {
    const last = this.choices.length - 1;
    this.at = Math.min(last, Math.max(0, this.at + steps));
  }

  /** Sets the photograph's level, as one step of its history. */
  choose(index = this.at): void {
    const choice = this.choices[index];
    if (!choice) return;
    this.at = index;
    this.#adjustments.set({ noise: choice.noise });
  }

  /** The chosen level is that of this camera and ISO from now on, and so the measured one of this photograph. */
  async keep(): Promise<void> {
    const choice = this.choices[this.chosen];
    if (!choice) return;
    this.keeping = true;
    try {
      await this.#app.client.call("profiles.keep", {
        image: this.image.id,
        level: Math.min(100, choice.sigma),
      });
    } finally {
      this.keeping = false;
    }
  }

  close(): void {
    this.#stop.abort();
  }
}
