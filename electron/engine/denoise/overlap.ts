/** Works on a list of photographs so that reading one, computing another and writing a third overlap. */
import { Lane } from "../../services/save/lane.ts";

/** Waits until it is an item's turn, does the work, and lets the next one have it. */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/** One item at a time has the computing device, and one the disk: two that do not fit on it together do one after the other. */
export interface Turns {
  readonly compute: Turn;
  readonly write: Turn;
}

export interface Overlap<Item, Result> {
  /** Decides what fits beside others, in megapixels. */
  readonly size: (item: Item) => number;
  /** Rejections end everything. */
  readonly work: (
    item: Item,
    turns: Turns,
    signal: AbortSignal,
  ) => Promise<Result>;
  /** In the order of the items. */
  readonly done: (result: Result, item: Item) => void;
  readonly signal: AbortSignal;
}

/** One is read, one computed, one written. */
const TOGETHER = 3;
/** Megapixels of photographs in memory at once; a larger one has the memory for itself. */
const MEGAPIXELS = 50;

/** Rejects with the first rejection, once all that was begun has ended. */
export async function overlap<Item, Result>(
  items: readonly Item[],
  { size, work, done, signal }: Overlap<Item, Result>,
): Promise<void> {
  const turns = { compute: turnIn(new Lane()), write: turnIn(new Lane()) };
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const running: { item: Item; result: Promise<Result> }[] = [];
  const inMemory = () => running.reduce((sum, { item }) => sum + size(item), 0);
  const finishFirst = async () => {
    const first = running[0]!;
    const result = await first.result;
    running.shift();
    done(result, first.item);
  };
  try {
    for (const item of items) {
      const fits = () =>
        running.length === 0 ||
        (running.length < TOGETHER && inMemory() + size(item) <= MEGAPIXELS);
      while (!fits()) await finishFirst();
      const result = work(item, turns, either);
      // It is waited for in its turn; until then its failure is nobody's.
      result.catch(() => undefined);
      running.push({ item, result });
    }
    while (running.length > 0) await finishFirst();
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(running.map(({ result }) => result));
    throw error;
  }
}

const turnIn =
  (lane: Lane): Turn =>
  (work) =>
    lane.run(work);
