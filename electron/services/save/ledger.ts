/**
 * The ledger of a job: one file of JSON lines that is only appended to, each line flushed to the
 * disk before the work goes on. Wherever it is cut off, what is whole before the cut counts.
 */
import { open, readFile, rm, truncate, writeFile } from "node:fs/promises";
import * as v from "valibot";
import { outputError } from "../../files/file-errors.ts";
import { moveIntoPlace } from "../../files/safe-write.ts";
import { writeBytes } from "../../files/write-bytes.ts";
import {
  entry,
  header,
  item,
  type LedgerEntry,
  type LedgerHeader,
  type LedgerItem,
} from "./entries.ts";
import { Lane } from "./lane.ts";

export interface LedgerContent {
  readonly header: LedgerHeader;
  readonly items: readonly LedgerItem[];
  readonly entries: readonly LedgerEntry[];
}

export class Ledger {
  readonly #file: string;
  /** Bytes of whole lines. */
  #size: number;
  readonly #lane = new Lane();

  private constructor(file: string, size: number) {
    this.#file = file;
    this.#size = size;
  }

  /** Begins a ledger; it appears whole, with what is known to begin with, or not at all. Throws what `writeBytes` does. */
  static async create(file: string, content: LedgerContent): Promise<Ledger> {
    const bytes = bytesOf(content);
    await writeBytes(file, bytes, false);
    return new Ledger(file, bytes.length);
  }

  /** The same in the place of an earlier one. What an end in the middle leaves has one name, and is written over. Throws DISK_FULL or OUTPUT_UNWRITABLE. */
  static async replace(file: string, content: LedgerContent): Promise<Ledger> {
    const bytes = bytesOf(content);
    const next = `${file}.new`;
    try {
      await writeFile(next, bytes, { flush: true });
    } catch (error) {
      throw outputError(error, file);
    }
    await moveIntoPlace(next, file, true);
    return new Ledger(file, bytes.length);
  }

  /** Null for what is no ledger of this version: it is left alone. */
  static async open(
    file: string,
  ): Promise<{ ledger: Ledger; content: LedgerContent } | null> {
    const { content, size, rest } = await readWhole(file);
    if (!content) return null;
    if (rest > 0) await truncate(file, size);
    return { ledger: new Ledger(file, size), content };
  }

  /** Of a ledger that another process may be writing. Null as for `open`. */
  static async read(file: string): Promise<LedgerContent | null> {
    return (await readWhole(file)).content;
  }

  /** Resolves when the line is on the disk. Throws DISK_FULL or OUTPUT_UNWRITABLE; the line then does not count. */
  append(entry: LedgerEntry): Promise<void> {
    return this.#lane.run(() => this.#write(entry));
  }

  /** Deletes the file. */
  remove(): Promise<void> {
    return this.#lane.run(() => rm(this.#file, { force: true }));
  }

  async #write(entry: LedgerEntry): Promise<void> {
    const line = Buffer.from(lineOf(entry));
    try {
      const handle = await open(this.#file, "r+");
      try {
        // At a place of our own: what a failed attempt left there is written over.
        for (let done = 0; done < line.length;) {
          const [rest, place] = [line.length - done, this.#size + done];
          done += (await handle.write(line, done, rest, place)).bytesWritten;
        }
        await handle.datasync();
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw outputError(error, this.#file);
    }
    this.#size += line.length;
  }
}

async function readWhole(file: string): Promise<{
  readonly content: LedgerContent | null;
  /** Bytes of whole lines, and what stands behind them: it was being written when the process ended. */
  readonly size: number;
  readonly rest: number;
}> {
  const bytes = await readFile(file);
  const size = bytes.lastIndexOf("\n") + 1;
  const content = parse(bytes.toString("utf8", 0, size));
  return { content, size, rest: bytes.length - size };
}

const bytesOf = ({ header, items, entries }: LedgerContent): Buffer =>
  Buffer.from([header, ...items, ...entries].map(lineOf).join(""));

const lineOf = (value: unknown): string => `${JSON.stringify(value)}\n`;

function parse(text: string): LedgerContent | null {
  const lines = text.split("\n");
  // Behind the last line break there is nothing.
  lines.pop();
  const [first = "", ...rest] = lines;
  const head = read(header, first);
  if (!head || rest.length < head.items) return null;
  const items = readAll(item, rest.slice(0, head.items));
  if (items.length < head.items) return null;
  const known = (entry: LedgerEntry): boolean =>
    !("item" in entry) || entry.item < items.length;
  const entries = readAll(entry, rest.slice(head.items)).filter(known);
  return { header: head, items, entries };
}

/** Damaged lines are passed over: what they said is found out again. */
function readAll<Schema extends v.GenericSchema>(
  schema: Schema,
  lines: readonly string[],
): v.InferOutput<Schema>[] {
  return lines
    .map((line) => read(schema, line))
    .filter((value) => value !== null);
}

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  line: string,
): v.InferOutput<Schema> | null {
  const json = v.pipe(v.string(), v.parseJson(), schema);
  const parsed = v.safeParse(json, line);
  return parsed.success ? parsed.output : null;
}
