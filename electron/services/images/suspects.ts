/** Remembers which pictures the engine was reading when it, or the app, ended: they are not read again by themselves. */
import { join } from "node:path";
import * as v from "valibot";
import { NitidoError } from "../../../models/errors.ts";
import type { ErrorData } from "../../contract/values.ts";
import { openJsonStore } from "../json-store.ts";

export interface Suspects {
  /** Whether it is read only when a person asks for it. */
  readonly has: (file: string) => boolean;
  /**
   * Notes on the disk that the file is being read. What ends well, or is refused, is
   * no suspect any more. Rejects as `work`; after a crash, with an error that names the picture.
   */
  readonly reading: <Result>(
    file: string,
    work: () => Promise<Result>,
  ) => Promise<Result>;
  /** Resolves when all is on the disk. */
  readonly saved: () => Promise<void>;
}

/** By file: from `CERTAIN` on it is a suspect. */
const Saved = v.object({ crashes: v.record(v.string(), v.number()) });

/** Of several that were being read one is to blame, and the others meet it by chance: but not twice. */
const CERTAIN = 2;

export async function openSuspects(dataFolder: string): Promise<Suspects> {
  const file = join(dataFolder, "being-read.json");
  const store = await openJsonStore(file, Saved, { crashes: {} });
  const crashes = new Map(Object.entries(store.value.crashes));
  /** How often each is being read. */
  const readers = new Map<string, number>();

  const blame = (path: string): number =>
    (crashes.get(path) ?? 0) + (readers.size > 1 ? 1 : CERTAIN);

  /** As it would be if all ended now. */
  const save = () => {
    const now = [...readers.keys()].map((path) => [path, blame(path)] as const);
    store.set({ crashes: Object.fromEntries([...crashes, ...now]) });
  };
  const count = (path: string, change: number) => {
    const left = (readers.get(path) ?? 0) + change;
    if (left > 0) readers.set(path, left);
    else readers.delete(path);
    save();
  };

  return {
    has: (path) => (crashes.get(path) ?? 0) >= CERTAIN,

    async reading(path, work) {
      count(path, 1);
      try {
        const result = await work();
        crashes.delete(path);
        return result;
      } catch (error) {
        const crashed =
          error instanceof NitidoError && error.code === "ENGINE_CRASHED";
        if (!crashed) crashes.delete(path);
        else crashes.set(path, blame(path));
        throw crashed ? crashError(path, error.details) : error;
      } finally {
        count(path, -1);
      }
    },

    saved: () => store.saved(),
  };
}

const crashError = (
  file: string,
  details: NitidoError["details"] = {},
): NitidoError =>
  new NitidoError("ENGINE_CRASHED", { ...details, kind: "picture", file });

/** What is said of a suspect that was not opened. */
export function suspicion(file: string): ErrorData {
  const { code, message, details } = crashError(file);
  return { code, message, details };
}
