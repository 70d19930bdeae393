/** Choosing things of a list, by the conventions of file managers. */
import { expect, test } from "vitest";
import { Selection } from "../../../renderer/src/state/selection.svelte.ts";

const list = ["a", "b", "c", "d", "e"];
const selection = (open: string | null = null) =>
  new Selection(
    () => list,
    () => open,
  );

test("a click chooses one, a click with Ctrl adds and removes", () => {
  const chosen = selection();
  chosen.choose("b");
  chosen.choose("d", { toggle: true });
  expect(chosen.ids).toEqual(["b", "d"]);
  chosen.choose("b", { toggle: true });
  expect(chosen.ids).toEqual(["d"]);
  chosen.choose("a");
  expect(chosen.ids).toEqual(["a"]);
});

test("a click with Shift chooses from the last click on, in both directions", () => {
  const chosen = selection();
  chosen.choose("c");
  chosen.choose("e", { range: true });
  expect(chosen.ids).toEqual(["c", "d", "e"]);
  chosen.choose("a", { range: true });
  expect(chosen.ids).toEqual(["a", "b", "c"]);
});

test("arrows go on from where one is, stop at the ends, and extend with Shift", () => {
  const chosen = selection();
  expect(chosen.move(1)).toBe("a");
  expect(chosen.move(1)).toBe("b");
  expect(chosen.move(1, true)).toBe("c");
  expect(chosen.ids).toEqual(["b", "c"]);
  expect(chosen.move(-9)).toBe("a");
  expect(chosen.ids).toEqual(["a"]);
});

test("what is gone from the list is chosen no more", () => {
  let present = list;
  const chosen = new Selection(
    () => present,
    () => null,
  );
  chosen.chooseAll();
  present = ["b"];
  expect(chosen.ids).toEqual(["b"]);
});

test("an empty list has nothing to go to", () => {
  const chosen = new Selection(
    () => [],
    () => null,
  );
  expect(chosen.move(1)).toBeNull();
});

test("before anything was chosen, one is at what is open", () => {
  expect(selection("c").move(1)).toBe("d");
  const range = selection("c");
  range.choose("e", { range: true });
  expect(range.ids).toEqual(["c", "d", "e"]);
  const both = selection("c");
  both.choose("a", { toggle: true });
  expect(both.ids).toEqual(["a", "c"]);
});

test("one is at what is open when what was chosen last is gone", () => {
  let present = list;
  const chosen = new Selection(
    () => present,
    () => "d",
  );
  chosen.choose("c");
  present = ["a", "b", "d", "e"];
  expect(chosen.move(1)).toBe("e");
});
