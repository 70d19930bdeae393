/** Crops of a training as they are asked for by the screen: fetched once each, one at a time. */
import { type Answer, valueOf } from "../../../../electron/contract/answer.ts";
import {
  type Crop,
  unpackCrop,
} from "../../../../electron/contract/crop-bytes.ts";
import { cropPath } from "../../../../electron/contract/resources.ts";
import type {
  TrainingId,
  TrainingPlace,
} from "../../../../electron/contract/training-values.ts";

/** So many are kept: 0.3 MB each. */
const KEPT = 200;
/** Milliseconds after a broken connection. */
const RETRY = 1000;

export class Crops {
  readonly #fetch: typeof fetch;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- a cache, from which nothing is drawn by itself
  readonly #known = new Map<string, Promise<Crop>>();
  /** The engine answers between steps of the training: more at once would only wait there. */
  #last: Promise<unknown> = Promise.resolve();

  readonly #pause: (milliseconds: number) => Promise<unknown>;

  constructor(fetcher: typeof fetch, pause = sleep) {
    this.#fetch = fetcher;
    this.#pause = pause;
  }

  /** Rejects with a NitidoError; then it is asked for again the next time. */
  get(
    training: TrainingId,
    place: TrainingPlace,
    step: number | "base",
  ): Promise<Crop> {
    const path = cropPath(training, place, step);
    const known = this.#known.get(path);
    if (known) return known;
    const crop = this.#last.then(() => this.#load(path));
    this.#last = crop.catch(() => this.#known.delete(path));
    this.#known.set(path, crop);
    const [oldest] = this.#known.keys();
    if (this.#known.size > KEPT && oldest !== undefined)
      this.#known.delete(oldest);
    return crop;
  }

  /** Asked again as long as the connection is broken: what was waited for comes when the app is back. */
  async #load(path: string): Promise<Crop> {
    for (;;)
      try {
        return await this.#loadOnce(path);
      } catch (error) {
        // What `fetch` rejects with where no answer comes, or only a part of one.
        if (!(error instanceof TypeError)) throw error;
        await this.#pause(RETRY);
      }
  }

  async #loadOnce(path: string): Promise<Crop> {
    const response = await this.#fetch(path);
    if (!response.ok) valueOf((await response.json()) as Answer);
    return unpackCrop(await response.arrayBuffer());
  }
}

const sleep = (milliseconds: number): Promise<unknown> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
