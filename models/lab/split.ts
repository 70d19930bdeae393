/** Which pictures an autoencoder learns from, and which are held out to measure it on. */
import { Random } from "../random.ts";

export interface LabSplit {
  readonly training: readonly number[];
  readonly heldOut: readonly number[];
}

/** One of so many is held out. */
const ONE_OF = 5;

/** Drawn by the seed, ascending. The same pictures and seed are always split alike. */
export function splitPictures(count: number, seed: number): LabSplit {
  const numbers = Array.from({ length: count }, (_, i) => i);
  const order = new Random(Random.seed(seed, count, 2)).shuffle(numbers);
  const first = Math.round(count / ONE_OF);
  const ascending = (some: readonly number[]) => some.toSorted((a, b) => a - b);
  return {
    training: ascending(order.slice(first)),
    heldOut: ascending(order.slice(0, first)),
  };
}
