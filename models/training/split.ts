/** Which photographs are held out from training, to measure on what the network has not seen. */
import { Random } from "../random.ts";

/** Share of the photographs held out, 0..1. */
const HELD_OUT = 0.1;
/** Of fewer none is held out: each is needed to learn from. */
const FEWEST = 8;
/** So many make a report possible (`FEWEST_JUDGED`): that is worth up to a quarter of the photographs. */
const WANTED = 3;
const LARGEST_SHARE = 0.25;

/** From so many photographs on, enough are held out for a report. */
export const FEWEST_FOR_REPORT = WANTED / LARGEST_SHARE;

/**
 * Each photograph is judged by its own name alone, so that others that are added or removed change
 * nothing. Items with the same key — one scene — stay together. When chance holds out too few, those
 * nearest to it are.
 */
export function splitByPhotograph<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  seed: number,
): { readonly training: readonly Item[]; readonly heldOut: readonly Item[] } {
  const ranks = new Map<string, number>();
  for (const key of items.map(keyOf)) ranks.set(key, rankOf(key, seed));
  if (ranks.size < FEWEST) return { training: items, heldOut: [] };
  const least = Math.min(WANTED, Math.floor(LARGEST_SHARE * ranks.size));
  const lowest = [...ranks.values()].sort((a, b) => a - b);
  const limit = Math.max(HELD_OUT, lowest[least - 1]!);
  const isHeldOut = (item: Item) => ranks.get(keyOf(item))! <= limit;
  return {
    training: items.filter((item) => !isHeldOut(item)),
    heldOut: items.filter(isHeldOut),
  };
}

/** A number of 0..1 by chance, always the same for a name. */
function rankOf(key: string, seed: number): number {
  const letters = Array.from(key, (letter) => letter.codePointAt(0)!);
  return Random.seed(seed, ...letters) / 2 ** 32;
}
