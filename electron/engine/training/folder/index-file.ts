/** The index of a training folder, kept in the data folder so that a second start finds it. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, realpath, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import * as v from "valibot";
import { dataFolder } from "../../../files/data-folder.ts";
import { Entry } from "./entry.ts";

export type Index = ReadonlyMap<string, Entry>;

/** Lines that are written together. */
const CHUNK = 500;

export async function indexPath(folder: string): Promise<string> {
  const name = createHash("sha256").update(await realpath(folder));
  const file = `${name.digest("hex").slice(0, 24)}.jsonl`;
  return join(dataFolder(), "training-folders", file);
}

/** What is missing, damaged or of another version is left out: it is only looked at again. */
export async function readIndex(path: string): Promise<Index> {
  const entries = new Map<string, Entry>();
  try {
    for await (const line of createInterface(createReadStream(path))) {
      const entry = parsed(line);
      if (entry) entries.set(entry.file, entry);
    }
  } catch {
    // No index yet.
  }
  return entries;
}

/** Replaces the index as a whole. A disk that is full, or cannot be written, only costs the next start its time. */
export async function writeIndex(path: string, entries: Index): Promise<void> {
  const partial = `${path}.${String(process.pid)}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(partial, "w");
    try {
      const all = [...entries.values()];
      for (let from = 0; from < all.length; from += CHUNK) {
        const lines = all
          .slice(from, from + CHUNK)
          .map((e) => JSON.stringify(e));
        await file.write(`${lines.join("\n")}\n`);
      }
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch {
    await rm(partial, { force: true });
  }
}

function parsed(line: string): Entry | undefined {
  try {
    return v.parse(Entry, JSON.parse(line));
  } catch {
    return undefined;
  }
}
