/** Undoing and doing again. */
import { expect, test } from "vitest";
import { History } from "../../../renderer/src/state/history.svelte.ts";

test("steps are taken back from the newest on, and done again in order", () => {
  const history = new History<number>();
  history.add(1);
  history.add(2);
  expect([history.undo(), history.undo(), history.undo()]).toEqual([
    2,
    1,
    undefined,
  ]);
  expect([history.redo(), history.redo(), history.redo()]).toEqual([
    1,
    2,
    undefined,
  ]);
});

test("a new step replaces those that were taken back", () => {
  const history = new History<number>();
  history.add(1);
  history.undo();
  history.add(2);
  expect(history.canRedo).toBe(false);
  expect(history.undo()).toBe(2);
  expect(history.canUndo).toBe(false);
});

test("the oldest steps are forgotten", () => {
  const history = new History<number>();
  for (let step = 0; step < 500; step++) history.add(step);
  let last: number | undefined;
  while (history.canUndo) last = history.undo();
  expect(last).toBe(300);
});
