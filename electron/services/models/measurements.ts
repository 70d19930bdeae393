/** What was measured of models on this machine, kept beside the user's own: cards of shipped models cannot be written. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { integrity } from "../../contract/schemas.ts";
import { ensureFolder } from "../../files/safe-write.ts";
import { writeBytes } from "../../files/write-bytes.ts";

const measurement = v.object({
  /** Of the model's file: another file of the same name was not measured. */
  sha256: v.string(),
  /** The wish under which it was measured. */
  device: v.string(),
  mpxPerSecond: v.number(),
  integrity,
});
export type Measurement = v.InferOutput<typeof measurement>;

const schema = v.record(v.string(), measurement);
type Table = v.InferOutput<typeof schema>;

export interface Measurements {
  readonly read: () => Promise<Readonly<Partial<Table>>>;
  readonly keep: (name: string, value: Measurement | null) => Promise<void>;
}

/** Hidden, and no name of a model. */
const FILE = ".measurements.json";

export function createMeasurements(folder: string): Measurements {
  const file = join(folder, FILE);
  let queue: Promise<unknown> = Promise.resolve();

  // Measurements can be made again: what is missing or damaged is none.
  const read = (): Promise<Table> =>
    readFile(file, "utf8")
      .then((text) => v.parse(schema, JSON.parse(text)))
      .catch(() => ({}));

  const change = async (
    name: string,
    value: Measurement | null,
  ): Promise<void> => {
    const others = Object.entries(await read()).filter(([key]) => key !== name);
    const next = Object.fromEntries([
      ...others,
      ...(value ? [[name, value] as const] : []),
    ]);
    await ensureFolder(folder);
    await writeBytes(file, Buffer.from(JSON.stringify(next, null, 2)), true);
  };

  return {
    read,
    keep(name, value) {
      const done = queue.then(() => change(name, value));
      queue = done.catch(() => undefined);
      return done;
    },
  };
}
