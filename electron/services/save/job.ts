/** One job at work: its images, a few at a time, until it is through, stopped, or cannot go on. */
import { NitidoError } from "../../../models/errors.ts";
import type { SavedFile, SaveJob } from "../../contract/values.ts";
import type { ErrorData } from "../api.ts";
import { type JobContext, JobWork } from "./job-work.ts";
import type { Ledger, LedgerContent } from "./ledger.ts";
import { JobRecord } from "./record.ts";
import type { Reported } from "./report.ts";
import { type FileResult, resultOf } from "./results.ts";
import { errorOf, Halt, removeStaging, takeUp } from "./save-file.ts";
import { Throttle } from "./throttle.ts";

/** Milliseconds between two reports of progress. */
const REPORT_EVERY = 250;

export class Job {
  readonly #ledger: Ledger;
  readonly #content: LedgerContent;
  readonly #record: JobRecord;
  readonly #report: Throttle;
  readonly #work: JobWork;
  #state: SaveJob["state"];
  /** Why it paused of its own accord. */
  #error: ErrorData | undefined;
  #run: { readonly stop: AbortController; readonly end: Promise<void> } | null =
    null;

  constructor(ledger: Ledger, content: LedgerContent, context: JobContext) {
    this.#ledger = ledger;
    this.#content = content;
    this.#record = new JobRecord(content);
    this.#report = new Throttle(REPORT_EVERY, context.now, () => {
      context.emit(this.snapshot());
    });
    this.#work = new JobWork(content, this.#record, context, {
      append: (entry) => ledger.append(entry),
      changed: () => this.#report.soon(),
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

  /** Of the images that are through, in their order. */
  results(): FileResult[] {
    return this.#content.items.flatMap((item, index) => {
      const last = this.#record.last(index);
      return last?.event === "ended"
        ? [resultOf(item, last, this.#record.made(index))]
        : [];
    });
  }

  /** For its report. */
  reported(): Reported {
    const files = this.results();
    const { created, rules } = this.#content.header;
    return {
      ended:
        this.#state === "done" || this.#state === "paused"
          ? this.#state
          : "stopped",
      ...(this.#error && { error: this.#error }),
      ...{ created, rules, files },
      left: this.#content.items.length - files.length,
    };
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
    this.#work.drain();
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
    // Where nothing is left, there is nothing to go on with; each image says why it failed.
    this.#finishIfThrough();
    if (!this.isOver) {
      this.#state = "paused";
      this.#error = errorOf(cause);
    }
    this.#report.now();
  }

  async #workOn(signal: AbortSignal): Promise<void> {
    await this.#work.run(signal);
    await this.#sweep();
    this.#finishIfThrough();
    this.#report.now();
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
