/** Folders with one folder for each thing that is kept, in which a file of JSON says what it is. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type * as v from "valibot";
import { type JsonStore, openJsonStore } from "./json-store.ts";

interface Kept {
  /** The name of its folder. */
  readonly id: string;
  readonly started: number;
}

/** The newest last; a folder without a readable record is none. */
export async function openRecords<Value extends Kept>(
  folder: string,
  file: string,
  schema: v.GenericSchema<unknown, Value>,
): Promise<readonly (readonly [string, JsonStore<Value>])[]> {
  const names = await readdir(folder).catch(() => []);
  const found: [string, JsonStore<Value>][] = [];
  for (const name of names) {
    const place = join(folder, name, file);
    const store = await openJsonStore(place, schema, { id: "" } as Value);
    if (store.value.id === name) found.push([name, store]);
  }
  return found.sort(
    ([, one], [, two]) => one.value.started - two.value.started,
  );
}
