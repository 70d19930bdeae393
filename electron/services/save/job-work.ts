/** The images of a job in work: a few at a time, each until it is through, has failed, or nothing can go on. */
import { NitidoError } from "../../../models/errors.ts";
import type { SaveJob } from "../../contract/values.ts";
import { fromErrorData } from "../../contract/error-data.ts";
import { fileIdentities } from "../../files/identity.ts";
import { makeInEngine, type Workshop } from "./engine-work.ts";
import type { Ended, FileEntry, LedgerItem, Written } from "./entries.ts";
import type { LedgerContent } from "./ledger.ts";
import type { JobRecord } from "./record.ts";
import { Retries } from "./retries.ts";
import type { Room } from "./room.ts";
import { Halt, type Made, saveFile } from "./save-file.ts";

/** After so many images in a row that the engine ended over, it is the engine. */
const CRASHES_IN_A_ROW = 3;

/** Has one image denoised into a new file. */
type Make = (
  item: LedgerItem,
  file: string,
  signal: AbortSignal,
  onProgress: (megapixels: number) => void,
) => Promise<Made>;

export interface JobContext extends Workshop {
  /** Shared by all jobs: it holds the images that are in work. */
  readonly room: Room;
  /** So many images of one job at a time: one is read, one computed, one written. */
  readonly together: number;
  readonly emit: (job: SaveJob) => void;
  /** An image is through; `made` if there is a result. */
  readonly ended: (
    item: LedgerItem,
    ended: Ended,
    made: Written | undefined,
  ) => void;
  /** By default the engine does it. */
  readonly make?: Make;
  /** Milliseconds that never run back. */
  readonly now: () => number;
}

interface Ports {
  /** Resolves when the entry is on the disk. */
  readonly append: (entry: FileEntry) => Promise<void>;
  readonly changed: () => void;
}

export class JobWork {
  readonly #content: LedgerContent;
  readonly #record: JobRecord;
  readonly #context: JobContext;
  readonly #ports: Ports;
  /** When the last image ended, in milliseconds. */
  #mark = 0;
  /** Megapixels done of the images in work. */
  readonly #inWork = new Map<number, number>();
  #draining = false;
  /** Images in a row that the engine ended over, and whether that has been told. */
  #crashes = 0;
  #crashTold = false;

  constructor(
    content: LedgerContent,
    record: JobRecord,
    context: JobContext,
    ports: Ports,
  ) {
    this.#content = content;
    this.#record = record;
    this.#context = context;
    this.#ports = ports;
  }

  /** No image is begun any more. */
  drain(): void {
    this.#draining = true;
  }

  /** Resolves when all are through; rejects with the reason not to go on. */
  async run(signal: AbortSignal): Promise<void> {
    const { images, now } = this.#context;
    const { items } = this.#content;
    const originals = await fileIdentities([
      ...items.map(({ path }) => path),
      ...images.originals(),
    ]);
    this.#mark = now();
    const retries = new Retries();
    let open = [...items.keys()].filter((i) => !this.#record.hasEnded(i));
    while (open.length > 0 && !this.#draining) {
      await this.#round(open, retries, originals, signal);
      open = await retries.due(() => this.#draining, signal);
    }
  }

  /** Rejects, once all that was begun has ended, with the first reason not to go on. */
  async #round(
    indices: readonly number[],
    retries: Retries,
    originals: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<void> {
    const queue = [...indices].reverse();
    let broken = false;
    const worker = async (): Promise<void> => {
      while (queue.length > 0 && !broken && !this.#draining)
        try {
          await this.#one(queue.pop()!, retries, originals, signal);
        } catch (error) {
          broken = true;
          throw error;
        }
    };
    const workers = Array.from({ length: this.#context.together }, worker);
    const failed = (await Promise.allSettled(workers)).find(
      ({ status }) => status === "rejected",
    );
    if (failed?.status === "rejected") throw failed.reason;
  }

  async #one(
    index: number,
    retries: Retries,
    originals: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<void> {
    const { room } = this.#context;
    const attempt = () => this.#attempt(index, originals, signal);
    let ended = await room.run(1, attempt);
    const crashed = () => ended.error?.code === "ENGINE_CRASHED";
    if (crashed()) {
      // Any that were in work may have done it: each is tried on its own.
      ended = await room.alone(() => {
        if (!this.#crashTold) this.#context.restarted();
        this.#crashTold = true;
        return attempt();
      });
    }
    this.#crashes = crashed() ? this.#crashes + 1 : 0;
    if (!crashed()) this.#crashTold = false;
    const { path, error: planned } = this.#content.items[index]!;
    if (ended.error && !planned)
      if (await retries.take(index, path, ended.error)) return;
    await this.#end(index, ended);
    if (ended.error && this.#crashes >= CRASHES_IN_A_ROW) {
      this.#crashes = 0;
      throw new Halt(fromErrorData(ended.error));
    }
  }

  /** What comes of an image; only if it failed may it be tried again. */
  async #attempt(
    index: number,
    originals: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<Ended> {
    if (signal.aborted) throw new Halt(new NitidoError("CANCELLED"));
    const { rules } = this.#content.header;
    const make: Make =
      this.#context.make ??
      ((...image) => makeInEngine(this.#context, rules, ...image));
    const onProgress = (megapixels: number): void => {
      this.#inWork.set(index, megapixels);
      this.#showProgress();
      this.#ports.changed();
    };
    try {
      return await saveFile(
        this.#content.items[index]!,
        index,
        this.#record.last(index),
        {
          rules,
          originals,
          isPlanned: (output) => this.#record.isPlanned(output),
          record: (entry) => this.#append(entry),
          make: (of, file) => make(of, file, signal, onProgress),
        },
      );
    } finally {
      this.#inWork.delete(index);
    }
  }

  async #end(index: number, ended: Ended): Promise<void> {
    await this.#append(ended);
    this.#mark = this.#context.now();
    this.#showProgress();
    const made = this.#record.made(index);
    this.#context.ended(this.#content.items[index]!, ended, made);
    this.#ports.changed();
  }

  #showProgress(): void {
    let megapixels = 0;
    for (const done of this.#inWork.values()) megapixels += done;
    this.#record.progress.work(megapixels, this.#secondsSinceMark());
  }

  /** Without its ledger, no job goes on. */
  async #append(entry: FileEntry): Promise<void> {
    try {
      await this.#ports.append(entry);
    } catch (error) {
      throw new Halt(error);
    }
    this.#record.takeIn(entry, this.#secondsSinceMark());
  }

  #secondsSinceMark(): number {
    return (this.#context.now() - this.#mark) / 1000;
  }
}
