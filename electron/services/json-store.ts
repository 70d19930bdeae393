/** A small value in a JSON file of the data folder: read once, checked, and replaced as a whole. */
import { copyFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as v from "valibot";
import { errnoOf } from "../files/file-errors.ts";
import { PRIVATE } from "../files/private.ts";
import { salvage } from "./salvage.ts";

export interface JsonStore<Value> {
  readonly value: Value;
  /** Keeps the value; the file follows, the newest value last. */
  set(value: Value): void;
  /** Resolves when the file holds the value. */
  saved(): Promise<void>;
}

/** What was wrong with a file. */
export interface StoreLoss {
  readonly file: string;
  /** Where the file is kept as it was found. */
  readonly kept: string;
  /** The fields that are as at first; empty where all is as it was when the file was last whole. */
  readonly fields: readonly string[];
}

/** What is missing, damaged, or of another version becomes `initial`: an app that does not start helps nobody. */
export async function openJsonStore<Value extends object>(
  file: string,
  schema: v.GenericSchema<unknown, Value>,
  initial: Value,
): Promise<JsonStore<Value>> {
  const value: Value = await read(file, schema).catch(() => initial as never);
  return storing(file, value);
}

/**
 * The same for what a person made: of a file that does not fit, each field that does is kept, and one
 * that is cut off is what it was when it was last whole. The damaged file stays beside it, and `told`
 * hears what was lost.
 */
export async function openKeptStore<Value extends object>(
  file: string,
  schema: v.GenericSchema<unknown, Value>,
  initial: Value,
  told: (loss: StoreLoss) => void,
): Promise<JsonStore<Value>> {
  const good = `${file}.good`;
  try {
    const value: Value = await read(file, schema);
    // Where this cannot be written, the file is good all the same.
    await copyFile(file, good).catch(() => undefined);
    return storing(file, value);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return storing(file, initial);
  }
  const kept = `${file}.damaged`;
  await copyFile(file, kept).catch(() => undefined);
  const source = (await json(file)) ?? (await json(good)) ?? null;
  const { value, lost } = salvage(schema, source, initial);
  told({ file, kept, fields: lost });
  return storing(file, value);
}

function storing<Value>(file: string, initial: Value): JsonStore<Value> {
  let value = initial;
  let writing = Promise.resolve();
  let waiting = false;

  const write = async (): Promise<void> => {
    waiting = false;
    await mkdir(dirname(file), { recursive: true, mode: PRIVATE.folder });
    const next = `${file}.new`;
    // Flushed before it gets its name: else a power cut leaves the name and nothing in it.
    await writeFile(next, JSON.stringify(value, null, 2), {
      mode: PRIVATE.file,
      flush: true,
    });
    await rename(next, file);
  };

  return {
    get value() {
      return value;
    },
    set(next) {
      value = next;
      if (waiting) return;
      waiting = true;
      // A full disk must not end the app; the next change tries again.
      writing = writing.then(write).catch((error: unknown) => {
        process.stderr.write(`${file}: ${String(error)}\n`);
      });
    },
    saved: () => writing,
  };
}

async function read<Value>(
  file: string,
  schema: v.GenericSchema<unknown, Value>,
): Promise<Value> {
  return v.parse(schema, JSON.parse(await readFile(file, "utf8")));
}

/** Undefined for what is no JSON. */
async function json(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined;
  }
}
