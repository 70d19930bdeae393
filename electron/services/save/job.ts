/** One job at work: its images, a few at a time, until it is through, stopped, or cannot go on. */
import { NitidoError } from "../../../models/errors.ts";
import type { SavedFile, SaveJob } from "../../contract/values.ts";
import { fromErrorData } from "../../contract/error-data.ts";
import { fileIdentities } from "../../files/identity.ts";
import type { ErrorData } from "../api.ts";
import { makeInEngine, type Workshop } from "./engine-work.ts";
import type { Ended, FileEntry, LedgerItem } from "./entries.ts";
import type { Ledger, LedgerContent } from "./ledger.ts";
import { JobRecord } from "./record.ts";
import { Retries } from "./retries.ts";
import type { Room } from "./room.ts";
import {
  errorOf,
  Halt,
  type Made,
  removeStaging,
  saveFile,
  takeUp,
} from "./save-file.ts";
import { Throttle } from "./throttle.ts";

/** Milliseconds between two reports of progress. */
const REPORT_EVERY = 250;
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
  /** An image is through. */
  readonly ended: (item: LedgerItem, ended: Ended) => void;
  /** By default the engine does it. */
  readonly make?: Make;
  /** Milliseconds that never run back. */
  readonly now: () => number;
}

export class Job {
  readonly #ledger: Ledger;
  readonly #content: LedgerContent;
  readonly #context: JobContext;
  readonly #record: JobRecord;
  readonly #report: Throttle;
  #state: SaveJob["state"];
  /** Why it paused of its own accord. */
  #error: ErrorData | undefined;
  #run: { readonly stop: AbortController; readonly end: Promise<void> } | null =
    null;
  /** When the last image ended, in milliseconds. */
  #mark = 0;
  /** Megapixels done of the images in work. */
  readonly #work = new Map<number, number>();
  #draining = false;
  /** Images in a row that the engine ended over, and whether that has been told. */
  #crashes = 0;
  #crashTold = false;

  constructor(ledger: Ledger, content: LedgerContent, context: JobContext) {
    this.#ledger = ledger;
    this.#content = content;
    this.#context = context;
    this.#record = new JobRecord(content);
    this.#report = new Throttle(REPORT_EVERY, context.now, () => {
      context.emit(this.snapshot());
    });
    this.#state = this.#record.asked;
    this.#finishIfThrough();
  }

  /** Milliseconds since 1970. */
  get created(): number {
    return this.#content.header.created;
  }

  get isOver(): boolean {
    return this.#state === "done" || this.#state === "cancelled";
  }

  get #isPaused(): boolean {
    return this.#state === "paused";
  }

  /** Names that are promised, whether their files are there or not. */
  openOutputs(): string[] {
    return this.isOver ? [] : this.#record.openOutputs();
  }

  snapshot(): SaveJob {
    return {
      id: this.#content.header.id,
      state: this.#state,
      ...this.#record.summary(),
      ...(this.#error && { error: this.#error }),
    };
  }

  files(): SavedFile[] {
    return this.#record.files();
  }

  /** Goes on where the ledger ends, unless people paused it. */
  async start(): Promise<void> {
    if (this.#state === "running") this.#begin();
    else await this.#tidy();
  }

  /** Stops at once; the image in work begins again with `resume`. */
  async pause(): Promise<void> {
    if (this.#state !== "running") return;
    this.#state = "paused";
    await this.#halt();
    this.#finishIfThrough();
    this.#report.now();
    // Something else may have been asked for while it stopped.
    if (this.#isPaused) await this.#ledger.append({ event: "paused" });
  }

  async resume(): Promise<void> {
    if (this.#state !== "paused") return;
    this.#state = "running";
    try {
      await this.#ledger.append({ event: "resumed" });
    } catch (error) {
      this.#state = "paused";
      throw error;
    }
    this.#error = undefined;
    this.#begin();
    this.#report.now();
  }

  async cancel(): Promise<void> {
    if (this.isOver) return;
    this.#state = "cancelled";
    await this.#halt();
    await this.#tidy();
    this.#report.now();
    await this.#ledger.append({ event: "cancelled" });
  }

  /** Resolves when the images in work are through; none is begun any more, and the next process goes on. */
  async drain(): Promise<void> {
    this.#draining = true;
    await this.settled();
  }

  /** Resolves when nothing is in work any more: the job is over, paused or drained. */
  async settled(): Promise<void> {
    await this.#run?.end;
  }

  /** Stops without a word in the ledger: the next process goes on. */
  async close(): Promise<void> {
    await this.#halt();
    this.#report.stop();
  }

  /** Of what it wrote, nothing is removed. */
  async forget(): Promise<void> {
    this.#report.stop();
    await this.#ledger.remove();
  }

  #begin(): void {
    const stop = new AbortController();
    const end = this.#workOn(stop.signal).catch((error: unknown) => {
      this.#stopFor(error instanceof Halt ? error.cause : error);
    });
    this.#run = { stop, end };
  }

  async #halt(): Promise<void> {
    this.#run?.stop.abort();
    await this.#run?.end;
  }

  #stopFor(cause: unknown): void {
    // Whoever stopped it knows what state that leads to.
    if (cause instanceof NitidoError && cause.code === "CANCELLED") return;
    if (this.#state !== "running") return;
    this.#state = "paused";
    this.#error = errorOf(cause);
    this.#report.now();
  }

  async #workOn(signal: AbortSignal): Promise<void> {
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
    await this.#sweep();
    this.#finishIfThrough();
    this.#report.now();
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
      this.#work.set(index, megapixels);
      this.#showWork();
      this.#report.soon();
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
      this.#work.delete(index);
    }
  }

  async #end(index: number, ended: Ended): Promise<void> {
    await this.#append(ended);
    this.#mark = this.#context.now();
    this.#showWork();
    this.#context.ended(this.#content.items[index]!, ended);
    this.#report.soon();
  }

  #showWork(): void {
    let megapixels = 0;
    for (const done of this.#work.values()) megapixels += done;
    this.#record.progress.work(megapixels, this.#secondsSinceMark());
  }

  /** Without its ledger, no job goes on. */
  async #append(entry: FileEntry): Promise<void> {
    try {
      await this.#ledger.append(entry);
    } catch (error) {
      throw new Halt(error);
    }
    this.#record.takeIn(entry, this.#secondsSinceMark());
  }

  #secondsSinceMark(): number {
    return (this.#context.now() - this.#mark) / 1000;
  }

  #finishIfThrough(): void {
    if (this.#record.isThrough && this.#state !== "cancelled")
      this.#state = "done";
  }

  /** Removes what is half done; a finished result that waits for its name stays while the job may go on. */
  async #tidy(): Promise<void> {
    await this.#sweep();
    for (const entry of this.#record.halfDone()) {
      const finished = await takeUp(entry);
      if (!finished || this.#state === "cancelled")
        await removeStaging(entry.staging);
    }
  }

  /** Once more: the engine of a process that was killed can have made its folder again after it was removed. */
  async #sweep(): Promise<void> {
    for (const staging of this.#record.abandoned) await removeStaging(staging);
  }
}
