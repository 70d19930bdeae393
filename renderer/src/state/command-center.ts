/** Hands commands, from keys, menus and buttons, to the screens that can carry them out. */
import { createContext } from "svelte";
import { type Command, commandOf } from "./commands.ts";

export type Handlers = Readonly<Partial<Record<Command, () => void>>>;

/** Where keys belong to the control that has the focus. */
const TYPING =
  "input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable]";
const POPUPS = "[role=dialog], [role=menu], [role=listbox].popup";

/** What moves a slider. */
const MOVES = /^(Page|Home|End|Arrow)/;

export class CommandCenter {
  /** The newest last: a screen that came later is asked first. */
  readonly #handlers: Handlers[] = [];

  /** Offers handlers until the returned function is called. */
  offer(handlers: Handlers): () => void {
    this.#handlers.push(handlers);
    return () => {
      this.#handlers.splice(this.#handlers.indexOf(handlers), 1);
    };
  }

  /** Returns whether anybody could. */
  run(command: Command): boolean {
    const handler = this.#handlers.findLast((handlers) => handlers[command])?.[
      command
    ];
    handler?.();
    return handler !== undefined;
  }

  /** For the page's `keydown`. */
  key(event: KeyboardEvent): void {
    if (event.defaultPrevented) return;
    const command = commandOf(event);
    if (!command || isTaken(event)) return;
    if (this.run(command)) event.preventDefault();
  }
}

/** Whether a key belongs to what has the focus: text being typed, or what opened above the page. */
function isTaken({ target, key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(POPUPS)) return true;
  if (target.matches("input[type=range]") && MOVES.test(key)) return true;
  const typing = target.closest(TYPING) !== null;
  const saves = (ctrlKey || metaKey) && key.toLowerCase() === "s";
  return typing && !saves;
}

export const [useCommands, provideCommands] = createContext<CommandCenter>();
