/** What a ledger says, line by line as it grows: how far each image is, sums, and files to show. */
import type { SavedFile, SaveJob } from "../../contract/values.ts";
import { foldedName } from "../file-name.ts";
import type { Ended, FileEntry, LedgerEntry, Written } from "./entries.ts";
import type { LedgerContent } from "./ledger.ts";
import { SaveProgress } from "./progress.ts";

/** So many of the newest files are shown. */
const SHOWN = 100;

export class JobRecord {
  readonly #content: LedgerContent;
  readonly #last: (FileEntry | undefined)[];
  readonly #made = new Map<number, Written>();
  /** In the order in which they ended. */
  readonly #ended: Ended[] = [];
  readonly #counts = { done: 0, failed: 0, skipped: 0 };
  readonly #planned: ReadonlySet<string>;
  readonly progress: SaveProgress;
  /** Temporary folders of attempts that were cut short. */
  readonly abandoned = new Set<string>();
  /** What people asked for last. */
  asked: Exclude<SaveJob["state"], "done"> = "running";

  constructor(content: LedgerContent) {
    const { items } = content;
    this.#content = content;
    this.#last = items.map(() => undefined);
    this.#planned = new Set(
      items.map(({ output }) => foldedName(output ?? "")),
    );
    this.progress = new SaveProgress(
      items.map(({ bytes = 0, megapixels }) => ({
        bytes,
        ...(megapixels !== undefined && { megapixels }),
      })),
    );
    for (const entry of content.entries) this.takeIn(entry);
  }

  /** Whether nothing is left to do. */
  get isThrough(): boolean {
    return this.#ended.length === this.#content.items.length;
  }

  /** The newest entry of an image. */
  last(index: number): FileEntry | undefined {
    return this.#last[index];
  }

  /** How the result of an image was made, if it was. */
  made(index: number): Written | undefined {
    return this.#made.get(index);
  }

  hasEnded(index: number): boolean {
    return this.#last[index]?.event === "ended";
  }

  /** The images that are begun and not ended. */
  halfDone(): Exclude<FileEntry, Ended>[] {
    return this.#last.filter(
      (last) => last !== undefined && last.event !== "ended",
    );
  }

  isPlanned(output: string): boolean {
    return this.#planned.has(foldedName(output));
  }

  /** Names that are promised to images that have not ended. */
  openOutputs(): string[] {
    return this.#content.items
      .filter((_, index) => !this.hasEnded(index))
      .flatMap(({ output }) => output ?? []);
  }

  /** `seconds`: how long the image took, for what has just ended. */
  takeIn(entry: LedgerEntry, seconds?: number): void {
    if (entry.event === "known") return;
    if (entry.event === "abandoned") {
      this.abandoned.add(entry.staging);
      return;
    }
    if (!("item" in entry)) {
      this.asked = entry.event === "resumed" ? "running" : entry.event;
      return;
    }
    const last = this.#last[entry.item];
    if (last?.event === "ended") return;
    if (last && !continues(last, entry)) this.abandoned.add(last.staging);
    this.#last[entry.item] = entry;
    if (entry.event === "written") this.#made.set(entry.item, entry);
    if (entry.event !== "ended") return;
    this.#ended.push(entry);
    this.#counts[entry.status]++;
    const computed = entry.status === "done" ? seconds : undefined;
    this.progress.end(entry.item, entry.megapixels, computed);
  }

  /** A job as interfaces see it, but for its name and state. */
  summary(): Omit<SaveJob, "id" | "state" | "error"> {
    return {
      total: this.#content.items.length,
      ...this.#counts,
      ...this.progress.read(),
      files: this.#ended.slice(-SHOWN).map((ended) => this.#savedFile(ended)),
    };
  }

  files(): SavedFile[] {
    return this.#ended.map((ended) => this.#savedFile(ended));
  }

  #savedFile(ended: Ended): SavedFile {
    const { image, path } = this.#content.items[ended.item]!;
    const { output, status, error, notices, seconds } = ended;
    const why = error ? { error } : {};
    return { image, input: path, output, status, ...why, notices, seconds };
  }
}

/** Whether `next` follows from the same attempt as `last`. */
function continues(last: Exclude<FileEntry, Ended>, next: FileEntry): boolean {
  return next.event === "ended"
    ? last.event === "written"
    : next.staging === last.staging;
}
