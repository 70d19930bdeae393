/** What a run that learns has reached, as a file: all that it needs to go on exactly, whatever ended it. */
import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import type { Pictures } from "../../../models/lab/batches.ts";
import type { LabRecipe } from "../../../models/lab/recipe.ts";
import { STATE } from "../../../models/training/optimised.ts";
import {
  decodeTensors,
  encodeTensors,
} from "../../../models/training/safetensors.ts";
import { IMAGE_BYTES, readRegular } from "../../files/read-regular.ts";
import { writeBytes } from "../../files/write-bytes.ts";
import type { TrainingState } from "../training/step-engine.ts";

/** Where a run is. */
export interface LabPosition {
  /** Steps that were taken. */
  readonly step: number;
  /** Of the last of them; NaN before the first. */
  readonly loss: number;
  /** Spent on them. */
  readonly seconds: number;
  readonly state: Readonly<TrainingState>;
}

export interface LabCheckpoint extends LabPosition {
  readonly recipe: LabRecipe;
  /** Of the pictures that it learns from (`digestOf`). */
  readonly pictures: string;
}

/** As JSON. */
type Facts = Omit<LabCheckpoint, "state" | "loss"> & {
  readonly loss: number | null;
};

const fileOf = (run: string): string => join(run, "checkpoint.safetensors");

/** In place of the last one, completely or not at all. Throws OUTPUT_UNWRITABLE, DISK_FULL. */
export async function saveLabCheckpoint(
  run: string,
  { state, ...facts }: LabCheckpoint,
): Promise<void> {
  const metadata = { run: JSON.stringify(facts) };
  const bytes = encodeTensors({ vectors: state, metadata });
  await writeBytes(fileOf(run), bytes, true);
}

/** Null where the run has none. Throws CHECKPOINT_DAMAGED. */
export async function readLabCheckpoint(
  run: string,
): Promise<LabCheckpoint | null> {
  const file = fileOf(run);
  const bytes = await readRegular(file, IMAGE_BYTES).catch(() => null);
  if (!bytes) return null;
  try {
    const { vectors, metadata } = decodeTensors(bytes, STATE);
    const facts = JSON.parse(metadata["run"]!) as Facts;
    // JSON has no NaN.
    return { ...facts, loss: facts.loss ?? NaN, state: vectors };
  } catch (error) {
    const reason = String(error);
    throw new NitidoError("CHECKPOINT_DAMAGED", { file, reason });
  }
}

export const dropLabCheckpoint = (run: string): Promise<void> =>
  rm(fileOf(run), { force: true });

/** The same for the same pictures in the same order. */
export const digestOf = ({ data }: Pictures): string =>
  createHash("sha256").update(data).digest("hex");
