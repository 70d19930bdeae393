/** Keys and the commands that they stand for. */
import { afterEach, expect, test, vi } from "vitest";
import { CommandCenter } from "../../../renderer/src/state/command-center.ts";
import {
  type Command,
  commandOf,
  COMMANDS,
  readable,
} from "../../../renderer/src/state/commands.ts";

const press = (init: KeyboardEventInit) => new KeyboardEvent("keydown", init);

afterEach(() => document.body.replaceChildren());

test("no key stands for two commands", () => {
  const keys = Object.values(COMMANDS).flatMap(({ keys }) => keys);
  expect(new Set(keys).size).toBe(keys.length);
});

test.each<[KeyboardEventInit, Command | undefined]>([
  [{ key: "z", ctrlKey: true }, "undo"],
  [{ key: "Z", ctrlKey: true, shiftKey: true }, "redo"],
  [{ key: "z", metaKey: true }, "undo"],
  [{ key: "?", shiftKey: true }, "show-shortcuts"],
  [{ key: "+", ctrlKey: true, shiftKey: true }, "zoom-in"],
  [{ key: "2" }, "view-side-by-side"],
  [{ key: "z" }, undefined],
  [{ key: "1", altKey: true }, undefined],
])("%o is %s", (init, command) => {
  expect(commandOf(press(init))).toBe(command);
});

test("keys are shown as the system names them", () => {
  expect(readable("Mod+Shift+z", false)).toBe("Ctrl+Shift+Z");
  expect(readable("Mod++", false)).toBe("Ctrl++");
  expect(readable("Mod+Shift+z", true)).toBe("⌘⇧Z");
});

test("the newest screen that can is asked, until it takes its offer back", () => {
  const center = new CommandCenter();
  const [old, fresh] = [vi.fn(), vi.fn()];
  center.offer({ undo: old });
  const takeBack = center.offer({ undo: fresh });
  expect(center.run("undo")).toBe(true);
  takeBack();
  center.run("undo");
  expect([old.mock.calls.length, fresh.mock.calls.length]).toEqual([1, 1]);
  expect(center.run("redo")).toBe(false);
});

test("keys belong to a field that is typed in, save for saving", () => {
  const center = new CommandCenter();
  const handlers = { undo: vi.fn(), save: vi.fn(), "next-image": vi.fn() };
  center.offer(handlers);
  document.addEventListener("keydown", (event) => center.key(event));
  document.body.innerHTML = "<input type=text><input type=range>";
  const [text, range] = document.querySelectorAll("input");
  const send = (target: Element | undefined, key: string) =>
    target?.dispatchEvent(
      new KeyboardEvent("keydown", { key, ctrlKey: true, bubbles: true }),
    );
  send(text, "z");
  expect(handlers.undo).not.toHaveBeenCalled();
  send(text, "s");
  expect(handlers.save).toHaveBeenCalledOnce();
  send(range, "z");
  expect(handlers.undo).toHaveBeenCalledOnce();
  range?.dispatchEvent(
    new KeyboardEvent("keydown", { key: "PageDown", bubbles: true }),
  );
  expect(handlers["next-image"]).not.toHaveBeenCalled();
});
