/** A small value in a JSON file of the data folder: read once, checked, and replaced as a whole. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as v from "valibot";

export interface JsonStore<Value> {
  readonly value: Value;
  /** Keeps the value; the file follows, the newest value last. */
  set(value: Value): void;
  /** Resolves when the file holds the value. */
  saved(): Promise<void>;
}

/** What is missing, damaged, or of another version becomes `initial`: an app that does not start helps nobody. */
export async function openJsonStore<Value extends object>(
  file: string,
  schema: v.GenericSchema<unknown, Value>,
  initial: Value,
): Promise<JsonStore<Value>> {
  let value: Value = await read(file, schema).catch(() => initial as never);
  let writing = Promise.resolve();
  let waiting = false;

  const write = async (): Promise<void> => {
    waiting = false;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.new`, JSON.stringify(value, null, 2));
    await rename(`${file}.new`, file);
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
