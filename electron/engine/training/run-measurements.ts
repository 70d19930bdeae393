/** What was measured of a run on held-out photographs, and the network that measured best: two files of its folder. */
import { appendFile, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  bestOf,
  betterThanLast,
  type Measurement,
} from "../../../models/training/early-stopping.ts";
import {
  decodeSnapshot,
  encodeSnapshot,
  type Snapshot,
} from "../../../models/training/snapshot.ts";
import { outputError } from "../../files/file-errors.ts";
import { writeBytes } from "../../files/write-bytes.ts";

export interface Measurements {
  readonly all: readonly Measurement[];
  /** Keeps a measurement, and the network when none was better. Throws OUTPUT_UNWRITABLE, DISK_FULL. */
  add(measurement: Measurement, snapshot: Snapshot): Promise<void>;
  /** The network to write instead of the last one measured; undefined where that is as good. */
  better(): Promise<(Snapshot & Measurement) | undefined>;
  /** Forgets what came after a step. Throws as `add`. */
  dropAfter(step: number): Promise<void>;
}

export async function openMeasurements(run: string): Promise<Measurements> {
  const file = join(run, "measurements.jsonl");
  const bestFile = join(run, "best.safetensors");
  let all = await readLines(file);
  return {
    get all() {
      return all;
    },

    async add(measurement, snapshot) {
      const next = [...all, measurement];
      if (bestOf(next) === measurement)
        await writeBytes(bestFile, encodeSnapshot(snapshot), true);
      try {
        await appendFile(file, `${JSON.stringify(measurement)}\n`);
      } catch (error) {
        throw outputError(error, file);
      }
      all = next;
    },

    async better() {
      const best = betterThanLast(all);
      if (!best) return undefined;
      const bytes = await readFile(bestFile).catch(() => new Uint8Array());
      try {
        const snapshot = decodeSnapshot(bytes, bestFile);
        return snapshot.step === best.step
          ? { ...snapshot, ...best }
          : undefined;
      } catch {
        return undefined;
      }
    },

    async dropAfter(step) {
      if (all.length > 0 && all.every((one) => one.step <= step)) return;
      all = all.filter((one) => one.step <= step);
      if (all.length === 0) {
        await rm(file, { force: true });
        await rm(bestFile, { force: true });
        return;
      }
      const text = all.map((one) => `${JSON.stringify(one)}\n`).join("");
      await writeBytes(file, Buffer.from(text), true);
    },
  };
}

async function readLines(file: string): Promise<Measurement[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as Measurement];
    } catch {
      // The last line of a run that was killed may be torn.
      return [];
    }
  });
}
