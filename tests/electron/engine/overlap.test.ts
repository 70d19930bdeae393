/** Photographs that overlap: in order, one at a time on the device, within the memory, and ended together. */
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import {
  createTurns,
  overlap,
} from "../../../electron/engine/denoise/overlap.ts";

interface Observed {
  /** How many were in memory at most, and on the device at most. */
  together: number;
  computing: number;
  readonly done: number[];
}

async function run(
  sizes: readonly number[],
  {
    fails,
    signal = new AbortController().signal,
  }: { readonly fails?: number; readonly signal?: AbortSignal } = {},
): Promise<Observed & { readonly ended: number; readonly error?: unknown }> {
  const observed: Observed = { together: 0, computing: 0, done: [] };
  let [open, busy, ended] = [0, 0, 0];
  const turns = createTurns();
  const error: unknown = await overlap([...sizes.keys()], {
    signal,
    work: (item, stopped) =>
      turns.within(sizes[item]!, 0, async () => {
        observed.together = Math.max(observed.together, ++open);
        try {
          // Later ones are read sooner: the order must not come from that.
          await wait(10 - 2 * item);
          const end = await turns.compute();
          observed.computing = Math.max(observed.computing, ++busy);
          await wait(1);
          busy--;
          end();
          if (item === fails) throw new Error("broken");
          stopped.throwIfAborted();
          return item;
        } finally {
          open--;
          ended++;
        }
      }),
    done: (result) => observed.done.push(result),
  }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { ...observed, ended, ...(error !== undefined && { error }) };
}

describe("overlap", () => {
  test("keeps three at work, one on the device, and hands on in order", async () => {
    const { done, together, computing } = await run([12, 12, 12, 12, 12]);
    expect(done).toEqual([0, 1, 2, 3, 4]);
    expect({ together, computing }).toEqual({ together: 3, computing: 1 });
  });

  test("holds no more in memory than fits; what does not fit at all comes alone", async () => {
    expect((await run([24, 24, 24])).together).toBe(2);
    expect((await run([100, 100, 1])).together).toBe(1);
  });

  test("ends what was begun before it rejects", async () => {
    const { done, ended, error } = await run([1, 1, 1, 1], { fails: 1 });
    expect(error).toEqual(new Error("broken"));
    expect(done).toEqual([0]);
    expect(ended).toBe(4);
  });

  test("does nothing for nothing", async () => {
    expect((await run([])).done).toEqual([]);
  });
});
