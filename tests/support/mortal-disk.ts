/**
 * A file system whose caller can be ended at any change it makes, as `kill -9` does: from then on no
 * call of that life comes back. In a test file:
 *
 *     vi.mock("node:fs/promises", async (original) => {
 *       const { mortal } = await import("…/mortal-disk.ts");
 *       return mortal(await original());
 *     });
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type * as FileSystem from "node:fs/promises";

type Any = (...parameters: unknown[]) => Promise<unknown>;
type Handle = FileSystem.FileHandle;

/** What changes something on the disk; the rest only looks. */
const CHANGES = [
  ...["link", "mkdir", "mkdtemp", "rename", "truncate", "unlink", "writeFile"],
];
/** Takes long and changes nothing that a test could see. */
const FLUSHES = ["sync", "datasync"];

class Life {
  dead = false;
  readonly death: Promise<"died">;
  /** Calls that were under way when the end came: the system brings them to their end before the process is gone. */
  readonly #underWay = new Set<Promise<unknown>>();
  #left: number;
  #die: () => void = () => undefined;

  constructor(changes: number) {
    this.#left = changes;
    this.death = new Promise((resolve) => {
      this.#die = () => {
        void this.#stillness().then(() => resolve("died"));
      };
    });
  }

  follow<T>(call: Promise<T>): Promise<T> {
    this.#underWay.add(call);
    const over = () => void this.#underWay.delete(call);
    call.then(over, over);
    return call;
  }

  async #stillness(): Promise<void> {
    // A torn line begins with the end.
    await Promise.resolve();
    await Promise.allSettled(this.#underWay);
  }

  /** Counts one change; false when it is not to happen any more. */
  allows(): boolean {
    if (this.#left-- > 0) return true;
    this.dead = true;
    this.#die();
    return false;
  }
}

const lives = new AsyncLocalStorage<Life>();
const never = new Promise<never>(() => undefined);

/** Runs it until it ends, or until so many changes were made and the next would begin. */
export function live<T>(
  changes: number,
  body: () => Promise<T>,
): Promise<T | "died"> {
  const life = new Life(changes);
  return Promise.race([lives.run(life, body), life.death]);
}

/** The file system for `vi.mock`. */
export function mortal(real: typeof FileSystem): typeof FileSystem {
  const wrapped = Object.entries(real).map(([name, value]) => [
    name,
    typeof value === "function"
      ? guarded(value as Any, CHANGES.includes(name))
      : (value as unknown),
  ]);
  const open = async (...parameters: unknown[]) =>
    handleOf(await real.open(...(parameters as Parameters<typeof real.open>)));
  const claims = (flags: unknown): boolean => flags === "wx";
  return {
    ...(Object.fromEntries(wrapped) as typeof FileSystem),
    open: (path, flags, mode) =>
      guarded(open, claims(flags))(path, flags, mode) as Promise<Handle>,
    // Its many changes are one: an end in the middle leaves a part, as an end before leaves all.
    rm: (...parameters) =>
      guarded(real.rm as Any, true)(...parameters) as Promise<void>,
  };
}

function guarded(call: Any, changes: boolean, half?: Any): Any {
  return async (...parameters) => {
    const life = lives.getStore();
    if (life?.dead) return never;
    if (life && changes && !life.allows()) {
      if (half) await life.follow(half(...parameters));
      return never;
    }
    try {
      const made = call(...parameters);
      return await (life ? life.follow(made) : made);
    } finally {
      if (life?.dead) await never;
    }
  };
}

/** Kept, so that a handle of a dead life is not collected while it is open. */
const handles: Handle[] = [];

function handleOf(handle: Handle): Handle {
  handles.push(handle);
  return new Proxy(handle, {
    get(_, name) {
      const value: unknown = Reflect.get(handle, name, handle);
      if (typeof value !== "function") return value;
      const text = name.toString();
      if (FLUSHES.includes(text)) return () => Promise.resolve();
      const call: Any = (...parameters) =>
        Reflect.apply(value, handle, parameters) as Promise<unknown>;
      // A line that is being written when the end comes is torn.
      const half =
        name === "write"
          ? (
              buffer: Buffer,
              offset: number,
              length: number,
              position: number,
            ) => handle.write(buffer, offset, length >> 1, position)
          : undefined;
      return guarded(call, text === "write", half as Any);
    },
  });
}
