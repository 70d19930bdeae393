/** Works on photographs so that reading one, computing another and writing a third overlap. */
import { Lane } from "../../services/save/lane.ts";
import { Room } from "../../services/save/room.ts";

/** Waits until it is an item's turn, does the work, and lets the next one have it. */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/** Waits until it is an item's turn; the next one has it when the function that comes of it is called. */
export type Begin = () => Promise<() => void>;

/** All that share an engine take turns: one at a time has the computing device, and one the disk. */
export interface Turns {
  readonly compute: Begin;
  readonly write: Turn;
  /** Begins when a photograph of so many megapixels, which takes this share of the memory limit, fits into memory beside the others. */
  readonly within: <T>(
    megapixels: number,
    share: number,
    work: () => Promise<T>,
  ) => Promise<T>;
}

/** One is read, one computed, one written. */
export const TOGETHER = 3;
/** Megapixels of photographs in memory at once; a larger one has the memory for itself. */
const MEGAPIXELS = 51;

export function createTurns(): Turns {
  const room = new Room(MEGAPIXELS);
  return {
    compute: beginIn(new Lane()),
    write: turnIn(new Lane()),
    within: (megapixels, share, work) => {
      const need = Math.max(megapixels, MEGAPIXELS * share);
      return room.run(Math.max(need, MEGAPIXELS / TOGETHER), work);
    },
  };
}

export interface Overlap<Item, Result> {
  /** Rejections end everything. */
  readonly work: (item: Item, signal: AbortSignal) => Promise<Result>;
  /** In the order of the items. */
  readonly done: (result: Result, item: Item) => void;
  readonly signal: AbortSignal;
}

/** Rejects with the first rejection, once all that was begun has ended. */
export async function overlap<Item, Result>(
  items: readonly Item[],
  { work, done, signal }: Overlap<Item, Result>,
): Promise<void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const running: { item: Item; result: Promise<Result> }[] = [];
  const finishFirst = async () => {
    const first = running[0]!;
    const result = await first.result;
    running.shift();
    done(result, first.item);
  };
  try {
    for (const item of items) {
      while (running.length === TOGETHER) await finishFirst();
      const result = work(item, either);
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

const beginIn =
  (lane: Lane): Begin =>
  () =>
    new Promise((resolve) => {
      void lane.run(() => new Promise<void>(resolve));
    });
