/** A blind comparison of what was learnt with its base: crop by crop, in an order that nobody knows. */
import type { Crop } from "../../../../electron/contract/crop-bytes.ts";
import type {
  BlindResult,
  TrainingPlace,
} from "../../../../electron/contract/training-values.ts";
import { Random } from "../../../../models/random.ts";

export type Choice = "left" | "right" | "same";

interface Pair {
  readonly left: Crop;
  readonly right: Crop;
}

export interface BlindPorts {
  readonly places: readonly TrainingPlace[];
  /** Of what was learnt, or of the base. */
  readonly crop: (
    place: TrainingPlace,
    of: "trained" | "base",
  ) => Promise<Crop>;
  /** Decides at which side is which. */
  readonly seed: number;
}

export class BlindTest {
  readonly #ports: BlindPorts;
  readonly #trainedAtLeft: readonly boolean[];
  /** The place that is judged now; as many as there are: the end. */
  index = $state(0);
  pair = $state.raw<Pair | null>(null);
  result = $state.raw<BlindResult>({ trained: 0, base: 0, same: 0 });

  constructor(ports: BlindPorts) {
    this.#ports = ports;
    const random = new Random(ports.seed);
    this.#trainedAtLeft = ports.places.map(() => random.chance(0.5));
  }

  get count(): number {
    return this.#ports.places.length;
  }

  get isOver(): boolean {
    return this.index >= this.count;
  }

  async load(): Promise<void> {
    const { index } = this;
    const place = this.#ports.places[index];
    if (!place) return;
    const trained = await this.#ports.crop(place, "trained");
    const base = await this.#ports.crop(place, "base");
    this.pair = this.#trainedAtLeft[index]
      ? { left: trained, right: base }
      : { left: base, right: trained };
  }

  /** Counts a choice and goes on to the next place. Nothing is chosen before both are seen. */
  async choose(choice: Choice): Promise<void> {
    if (!this.pair) return;
    const left = this.#trainedAtLeft[this.index];
    const who =
      choice === "same"
        ? "same"
        : (choice === "left") === left
          ? "trained"
          : "base";
    this.result = { ...this.result, [who]: this.result[who] + 1 };
    this.pair = null;
    this.index += 1;
    await this.load();
  }
}
