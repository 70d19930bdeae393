/** Puts noise on a clean image and scores what is left of it. */
import type {
  ImageItem,
  NoiseModelName,
  Scores,
  SyntheticNoise,
} from "../../../../electron/contract/values.ts";
import type { AppStore } from "../../state/app.svelte.ts";

type ItemToScore = Pick<ImageItem, "id" | "synthetic" | "state">;

/** Seeds that the die throws. */
const SEEDS = 10_000;

export class NoiseTest {
  readonly #app: AppStore;
  /** What is put on next; what is on the image counts when there is any. */
  #wish = $state.raw<SyntheticNoise>({ kind: "white", level: 25, seed: 1 });
  scores = $state.raw<Scores | null>(null);
  #waiting: ItemToScore | null = null;
  #scoring = false;

  readonly noise: SyntheticNoise = $derived.by(
    () => this.#app.current?.synthetic ?? this.#wish,
  );
  readonly active: boolean = $derived.by(() =>
    Boolean(this.#app.current?.synthetic),
  );

  constructor(app: AppStore) {
    this.#app = app;
  }

  /** Changes the noise; on an image that has some, at once. */
  set(part: Partial<SyntheticNoise>): void {
    const noise = { ...this.noise, ...part };
    this.#wish = noise;
    if (this.active) this.#put(noise);
  }

  throwDie(random: () => number): void {
    this.set({ seed: Math.floor(SEEDS * random()) });
  }

  put(): void {
    this.#put(this.noise);
  }

  takeAway(): void {
    this.#put(null);
  }

  /** Scores the image as it is now: one request at a time, for the newest state. */
  async score(image: ItemToScore): Promise<void> {
    this.#waiting = image;
    if (this.#scoring) return;
    this.#scoring = true;
    try {
      while (this.#waiting) {
        const { id, synthetic, state }: ItemToScore = this.#waiting;
        this.#waiting = null;
        const scorable = synthetic !== undefined && state === "done";
        const scores = scorable
          ? await this.#app.client.call("images.scores", { id })
          : null;
        if (this.#app.currentId === id) this.scores = scores;
      }
    } finally {
      this.#scoring = false;
    }
  }

  #put(noise: SyntheticNoise | null): void {
    const { client, currentId } = this.#app;
    if (currentId === null) return;
    this.scores = null;
    this.#app.run(client.call("images.addNoise", { id: currentId, noise }));
  }
}

/** In the order in which they are offered: the plainest first. */
export const NOISE_KINDS: readonly NoiseModelName[] = [
  "white",
  "poisson-gaussian",
  "camera",
  "chroma",
  "film-grain",
  "correlated",
  "jpeg",
];
