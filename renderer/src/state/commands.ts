/** Everything that can be done by key or menu: one table for the keyboard, the menus and the sheet of shortcuts. */
import type { AppCommand } from "../../../electron/contract/api.ts";

export type CommandGroup = "file" | "edit" | "view" | "go";

interface CommandSpec {
  readonly group: CommandGroup;
  /**
   * As `KeyboardEvent.key` names it, after `Mod+` (Ctrl, on a Mac ⌘) and `Shift+`; letters small.
   * The first is shown.
   */
  readonly keys: readonly string[];
}

type OwnCommand =
  | "add"
  | "add-folder"
  | "remove"
  | "select-all"
  | "reset"
  | "copy-settings"
  | "view-split"
  | "view-side-by-side"
  | "view-after"
  | "view-before"
  | "view-residual"
  | "next-image"
  | "previous-image"
  | "toggle-panel";

export type Command = AppCommand | OwnCommand;

export const COMMANDS: Readonly<Record<Command, CommandSpec>> = {
  add: { group: "file", keys: ["Mod+o"] },
  "add-folder": { group: "file", keys: ["Mod+Shift+o"] },
  save: { group: "file", keys: ["Mod+s"] },
  "save-all": { group: "file", keys: ["Mod+Shift+s"] },
  remove: { group: "file", keys: ["Delete", "Backspace"] },
  undo: { group: "edit", keys: ["Mod+z"] },
  redo: { group: "edit", keys: ["Mod+Shift+z", "Mod+y"] },
  reset: { group: "edit", keys: ["Mod+Shift+r"] },
  "copy-settings": { group: "edit", keys: ["Mod+Shift+c"] },
  "select-all": { group: "edit", keys: ["Mod+a"] },
  "view-split": { group: "view", keys: ["1"] },
  "view-side-by-side": { group: "view", keys: ["2"] },
  "view-after": { group: "view", keys: ["3"] },
  "view-before": { group: "view", keys: ["4"] },
  "view-residual": { group: "view", keys: ["5"] },
  "zoom-in": { group: "view", keys: ["Mod++", "Mod+="] },
  "zoom-out": { group: "view", keys: ["Mod+-"] },
  "zoom-fit": { group: "view", keys: ["Mod+0"] },
  "zoom-100": { group: "view", keys: ["Mod+1"] },
  "toggle-panel": { group: "view", keys: ["p"] },
  "next-image": { group: "go", keys: ["PageDown", "."] },
  "previous-image": { group: "go", keys: ["PageUp", ","] },
  "show-denoise": { group: "go", keys: ["Mod+Shift+d"] },
  "show-train": { group: "go", keys: ["Mod+Shift+l"] },
  "show-lab": { group: "go", keys: ["Mod+Shift+a"] },
  "show-models": { group: "go", keys: ["Mod+Shift+m"] },
  "show-settings": { group: "go", keys: ["Mod+,"] },
  "show-shortcuts": { group: "go", keys: ["?", "F1"] },
};

type Key = Pick<
  KeyboardEvent,
  "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey"
>;

/** The command that a key stands for. */
export function commandOf(event: Key): Command | undefined {
  if (event.altKey) return undefined;
  const pressed = nameOf(event);
  return (Object.keys(COMMANDS) as Command[]).find((command) =>
    COMMANDS[command].keys.includes(pressed),
  );
}

/** Shift is named where it does not show in the key itself: `?` is `?`, `Z` is `Shift+z`. */
function nameOf({ key, ctrlKey, metaKey, shiftKey }: Key): string {
  const single = key.length === 1;
  const letter = single && key.toLowerCase() !== key.toUpperCase();
  const modified = ctrlKey || metaKey ? "Mod+" : "";
  const shifted = shiftKey && (letter || !single) ? "Shift+" : "";
  return modified + shifted + (letter ? key.toLowerCase() : key);
}

const SYMBOLS: Readonly<Record<string, string>> = {
  Delete: "Del",
  PageDown: "PgDn",
  PageUp: "PgUp",
};

/** A command's first key as people read it: `Ctrl+Shift+Z`, on a Mac `⌘⇧Z`. */
export function keyLabel(command: Command, mac = isMac()): string {
  const [key = ""] = COMMANDS[command].keys;
  return readable(key, mac);
}

export function readable(key: string, mac = isMac()): string {
  const plus = key.endsWith("++");
  const parts = (plus ? key.slice(0, -2) : key).split("+");
  const names = [...parts, ...(plus ? ["+"] : [])].map((part) => {
    if (part === "Mod") return mac ? "⌘" : "Ctrl";
    if (part === "Shift") return mac ? "⇧" : "Shift";
    return SYMBOLS[part] ?? (part.length === 1 ? part.toUpperCase() : part);
  });
  return names.join(mac ? "" : "+");
}

function isMac(): boolean {
  return /mac/i.test(globalThis.navigator.platform);
}
