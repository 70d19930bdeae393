/** Watches a folder and denoises what arrives in it, each photograph as soon as its file is complete. */
import { watch as watchFiles } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import { fromErrorData } from "../../contract/error-data.ts";
import { inputError } from "../../files/file-errors.ts";
import type { ErrorData } from "../api.ts";
import { expandInputs, type InputFile } from "../inputs.ts";
import { type Glimpse, glimpse, isFresh, isSame } from "../save/glimpse.ts";
import { type BatchPorts, type BatchResult, runBatch } from "./batch.ts";
import type { BatchLedger } from "./batch-ledger.ts";
import type { BatchRequest } from "./batch-plan.ts";

/** Milliseconds for which a file must not change to be taken for complete. */
const SETTLED = 1500;
/** Milliseconds until the next look: while files settle, and when nothing was heard. Not every file system tells of changes. */
const SOON = 500;
const AT_LATEST = 5000;
/** Milliseconds until what would meet every photograph is tried again: the disk may have been cleared. */
const AFTER_TROUBLE = 10_000;

export interface WatchPorts extends BatchPorts {
  /** What arrived is through. */
  readonly batch: (result: BatchResult) => void;
  /** Nothing can be done for now; it is tried again. */
  readonly trouble: (error: ErrorData) => void;
}

interface Seen extends Glimpse {
  /** When it was seen like this first, in milliseconds. */
  readonly since: number;
  /** Whether it has been worked on like this. */
  readonly through: boolean;
}

/**
 * Works on what is below the one folder of the request's inputs until the signal is aborted, and
 * resolves after the photographs in work. Throws FILE_NOT_FOUND where there is no such folder, and
 * what `runBatch` does.
 */
export async function watchFolder(
  request: BatchRequest,
  ledger: BatchLedger,
  ports: WatchPorts,
): Promise<void> {
  const [folder = ""] = request.inputs;
  await requireFolder(folder);
  const bell = new Bell(folder, ports.signal);
  const seen = new Map<string, Seen>();
  while (!ports.signal.aborted) {
    bell.listen();
    const arrived = await look(request, ledger, seen);
    if (arrived.ready.length === 0) {
      await bell.wait(arrived.settling ? SOON : AT_LATEST);
      continue;
    }
    const result = await runBatch(request, ledger, ports, arrived.ready);
    await ledger.reread();
    for (const { input } of result.files) {
      const before = seen.get(resolve(input));
      if (before) seen.set(resolve(input), { ...before, through: true });
    }
    ports.batch(result);
    if (!result.error) continue;
    if (result.error.code !== "DISK_FULL") throw fromErrorData(result.error);
    ports.trouble(result.error);
    await bell.wait(AFTER_TROUBLE);
  }
  bell.close();
}

/** What has become complete since the last look, and whether more is on its way. A folder that is gone is empty. */
async function look(
  { inputs, out }: BatchRequest,
  { history }: BatchLedger,
  seen: Map<string, Seen>,
): Promise<{ readonly ready: InputFile[]; readonly settling: boolean }> {
  const now = performance.now();
  const ready: InputFile[] = [];
  let settling = false;
  const there = new Set<string>();
  for (const file of await expandInputs(inputs, true, out)) {
    const path = resolve(file.path);
    // Our own results may come to lie among the originals.
    if (file.error || history.at(path)) continue;
    const shape = await glimpse(path);
    if (!shape) continue;
    there.add(path);
    const before = seen.get(path);
    if (before && isSame(before, shape)) {
      if (before.through) continue;
      if (now - before.since >= SETTLED) ready.push(file);
      else settling = true;
    } else {
      // What has been there for long need not be watched first.
      const since = isFresh(shape) ? now : -Infinity;
      seen.set(path, { ...shape, since, through: false });
      settling = true;
    }
  }
  for (const path of seen.keys()) if (!there.has(path)) seen.delete(path);
  return { ready, settling };
}

async function requireFolder(folder: string): Promise<void> {
  const status = await stat(folder).catch((error: unknown) => {
    throw inputError(error, folder);
  });
  if (!status.isDirectory())
    throw new NitidoError("FILE_UNREADABLE", {
      file: folder,
      reason: "not a folder",
    });
}

/** Rings when something changes below a folder, as far as the system tells. */
class Bell {
  readonly #folder: string;
  readonly #signal: AbortSignal;
  #watcher: ReturnType<typeof watchFiles> | undefined;
  #rung = false;
  #ring: () => void = () => undefined;

  constructor(folder: string, signal: AbortSignal) {
    this.#folder = folder;
    this.#signal = signal;
  }

  /** Begins to listen, or again: a folder that was removed may be back. */
  listen(): void {
    if (this.#watcher) return;
    try {
      this.#watcher = watchFiles(this.#folder, { recursive: true }, () => {
        this.#rung = true;
        this.#ring();
      });
      this.#watcher.on("error", () => this.close());
    } catch {
      this.close();
    }
  }

  close(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  /** Resolves when it rings or has rung, when the time is over, or when nobody waits any more. */
  async wait(milliseconds: number): Promise<void> {
    if (this.#rung || this.#signal.aborted)
      milliseconds = Math.min(SOON, milliseconds);
    this.#rung = false;
    if (this.#signal.aborted) return;
    await new Promise<void>((done) => {
      const timer = setTimeout(done, milliseconds);
      this.#ring = () => {
        clearTimeout(timer);
        setTimeout(done, SOON);
      };
      this.#signal.addEventListener("abort", () => done(), { once: true });
    });
    this.#ring = () => undefined;
  }
}
