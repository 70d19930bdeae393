/** One job at work: its images one after the other, until it is through, stopped, or cannot go on. */
import { NitidoError } from "../../../models/errors.ts";
import type { ImageId, SavedFile, SaveJob } from "../../contract/values.ts";
import { fromErrorData } from "../../contract/error-data.ts";
import { fileIdentities } from "../../files/identity.ts";
import type { ErrorData } from "../api.ts";
import { makeInEngine, type Workshop } from "./engine-work.ts";
import type { Ended, FileEntry } from "./entries.ts";
import type { Lane } from "./lane.ts";
import type { Ledger, LedgerContent } from "./ledger.ts";
import { JobRecord } from "./record.ts";
import { errorOf, Halt, removeStaging, saveFile, takeUp } from "./save-file.ts";
import { Throttle } from "./throttle.ts";

/** Milliseconds between two reports of progress. */
const REPORT_EVERY = 250;
/** After so many images in a row that the engine ended over, it is the engine. */
const CRASHES_IN_A_ROW = 3;

export interface JobContext extends Workshop {
  /** Shared by all jobs. */
  readonly lane: Lane;
  readonly emit: (job: SaveJob) => void;
  /** An image has got an output. */
  readonly saved: (image: ImageId, output: string) => void;
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
    const end = this.#work(stop.signal).catch((error: unknown) => {
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

  async #work(signal: AbortSignal): Promise<void> {
    const { images, lane, now } = this.#context;
    const { items } = this.#content;
    const originals = await fileIdentities([
      ...items.map(({ path }) => path),
      ...images.originals(),
    ]);
    this.#mark = now();
    let crashes = 0;
    for (const index of items.keys()) {
      if (this.#record.hasEnded(index)) continue;
      const ended = await lane.run(() => this.#one(index, originals, signal));
      crashes = ended.error?.code === "ENGINE_CRASHED" ? crashes + 1 : 0;
      if (ended.error && crashes === CRASHES_IN_A_ROW)
        throw new Halt(fromErrorData(ended.error));
    }
    await this.#sweep();
    this.#finishIfThrough();
    this.#report.now();
  }

  async #one(
    index: number,
    originals: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<Ended> {
    if (signal.aborted) throw new Halt(new NitidoError("CANCELLED"));
    const { rules } = this.#content.header;
    const item = this.#content.items[index]!;
    const onProgress = (megapixels: number): void => {
      this.#record.progress.work(megapixels, this.#secondsSinceMark());
      this.#report.soon();
    };
    const ended = await saveFile(item, index, this.#record.last(index), {
      rules,
      originals,
      isPlanned: (output) => this.#record.isPlanned(output),
      record: (entry) => this.#append(entry),
      make: (of, file) =>
        makeInEngine(this.#context, rules, of, file, signal, onProgress),
    });
    await this.#append(ended);
    this.#mark = this.#context.now();
    if (ended.status === "done" && ended.output !== null)
      this.#context.saved(item.image, ended.output);
    this.#report.soon();
    return ended;
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
