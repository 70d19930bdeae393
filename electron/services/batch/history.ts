/** What earlier runs of a batch have made, as their ledgers tell it: so that nothing is done twice. */
import { resolve } from "node:path";
import { contentHash, hasContent } from "../../files/content-hash.ts";
import { glimpse, isSame } from "../save/glimpse.ts";
import type {
  Ended,
  Known,
  LedgerEntry,
  LedgerItem,
  Written,
} from "../save/entries.ts";
import type { LedgerContent } from "../save/ledger.ts";
import { JobRecord } from "../save/record.ts";
import { removeStaging, takeUp } from "../save/save-file.ts";

/** A photograph as it is now, what is to be made of it, and where. */
export type Wanted = Pick<LedgerItem, "path" | "bytes" | "modified"> & {
  readonly recipe: string;
  readonly output: string;
};

export class History {
  /** By the path of the result, of which there is one. */
  readonly #known = new Map<string, Known>();
  readonly #bySize = new Map<number, Set<Known>>();
  readonly #abandoned = new Set<string>();
  /** Finished results that wait for their names. */
  readonly #waiting = new Map<string, Known>();

  get known(): Known[] {
    return [...this.#known.values()];
  }

  /** Temporary folders that were removed, and may come back. */
  get abandoned(): string[] {
    return [...this.#abandoned];
  }

  async #abandon(staging: string): Promise<void> {
    this.#abandoned.add(staging);
    await removeStaging(staging);
  }

  /** Takes in what a ledger says, and removes what was half done; of somebody else's ledger only what is done counts. */
  async read(content: LedgerContent, isOwn: boolean): Promise<void> {
    for (const entry of content.entries)
      if (entry.event === "known") this.#add(entry);
    const record = new JobRecord(content);
    for (const [index, of] of content.items.entries()) {
      const [last, made] = [record.last(index), record.made(index)];
      if (!last || !made) continue;
      const isDone =
        last.event === "ended"
          ? last.status === "done"
          : await hasContent(made.output, made);
      if (isDone) this.#add({ event: "known", of, made });
    }
    if (!isOwn) return;
    // After the end of a run it has removed them itself.
    if (!record.isThrough)
      for (const staging of record.abandoned) await this.#abandon(staging);
    for (const last of record.halfDone()) {
      const of = content.items[last.item]!;
      const finished = await takeUp(last);
      if (!finished) {
        await this.#abandon(last.staging);
        continue;
      }
      if (this.#known.get(resolve(finished.output))?.made === finished)
        await this.#abandon(finished.staging);
      else
        this.#waiting.set(finished.output, {
          event: "known",
          of,
          made: finished,
        });
    }
  }

  /** A new result, in the place of what was known under its name. */
  #add(known: Known): void {
    const output = resolve(known.made.output);
    const before = this.#known.get(output);
    if (before) this.#bySize.get(before.of.bytes ?? 0)?.delete(before);
    this.#known.set(output, known);
    const bytes = known.of.bytes ?? 0;
    const alike = this.#bySize.get(bytes) ?? new Set();
    this.#bySize.set(bytes, alike.add(known));
  }

  /** What was made under this name, of whatever and however. */
  at(output: string): Known | undefined {
    return this.#known.get(resolve(output));
  }

  /** The result that is wanted, if it is there under its name: a file that was only touched is read, and found to be the same. */
  async done(wanted: Wanted): Promise<Written | undefined> {
    const known = this.at(wanted.output);
    if (!known || known.of.recipe !== wanted.recipe) return undefined;
    const { of, made } = known;
    if ((await glimpse(made.output))?.bytes !== made.bytes) return undefined;
    const isUntouched = of.path === wanted.path && isSame(of, wanted);
    return isUntouched || (await isMadeOf(wanted.path, made))
      ? made
      : undefined;
  }

  /** The same result under another name, of a photograph with the same content. */
  async elsewhere(wanted: Wanted): Promise<Known | undefined> {
    const alike = [...(this.#bySize.get(wanted.bytes ?? -1) ?? [])].filter(
      ({ of, made }) =>
        of.recipe === wanted.recipe &&
        resolve(made.output) !== resolve(wanted.output),
    );
    if (alike.length === 0) return undefined;
    const source = await sourceOf(wanted.path);
    for (const known of alike)
      if (known.made.source === source)
        if (await hasContent(known.made.output, known.made)) return known;
    return undefined;
  }

  /** The finished result that waits for this name, once. */
  waiting(wanted: Wanted): Written | undefined {
    const known = this.#waiting.get(wanted.output);
    const fits =
      known?.of.recipe === wanted.recipe &&
      known.of.path === wanted.path &&
      isSame(known.of, wanted);
    if (!fits) return undefined;
    this.#waiting.delete(wanted.output);
    return known.made;
  }

  /** Removes the finished results that nobody has wanted. */
  async sweep(): Promise<void> {
    for (const { made } of this.#waiting.values())
      await this.#abandon(made.staging);
    this.#waiting.clear();
  }
}

/** The lines that say that an image is done. */
export function doneEntries(item: number, made: Written): LedgerEntry[] {
  const { output, notices, megapixels, seconds } = made;
  const ended: Ended = {
    event: "ended",
    item,
    status: "done",
    ...{ output, notices, megapixels, seconds },
  };
  return [{ ...made, item }, ended];
}

const sourceOf = (path: string): Promise<string | undefined> =>
  contentHash(path).then(
    ({ sha256 }) => sha256,
    () => undefined,
  );

async function isMadeOf(path: string, made: Written): Promise<boolean> {
  return made.source !== undefined && (await sourceOf(path)) === made.source;
}
