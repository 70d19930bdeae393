/**
 * The folder of a training run: recipe.json, facts.json, metrics.jsonl, checkpoints and snapshots,
 * what was measured, and the figures for TensorBoard.
 */
import { appendFile, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
} from "../../../models/training/checkpoint.ts";
import {
  DEFAULT_RECIPE,
  type Recipe,
} from "../../../models/training/recipe.ts";
import type { Measurement } from "../../../models/training/early-stopping.ts";
import type { Snapshot } from "../../../models/training/snapshot.ts";
import { outputError } from "../../files/file-errors.ts";
import { ensureFolder } from "../../files/safe-write.ts";
import { writeBytes } from "../../files/write-bytes.ts";
import type { DeviceId } from "../../services/api.ts";
import type { StepMetrics } from "./meter.ts";
import { dropMetricsAfter } from "./metrics-file.ts";
import type { StepLoss } from "./recent-errors.ts";
import { type Measurements, openMeasurements } from "./run-measurements.ts";
import { eventFile } from "./tensorboard/event-file.ts";
import { dropSnapshotsAfter, writeSnapshot } from "./snapshot-files.ts";

/** Older checkpoints are removed: each holds the whole state. */
const KEPT = 3;
const PATTERN = /^step-(\d+)\.safetensors$/;

/** What a run knows of itself beside its recipe, for whoever goes on with it. */
export interface RunFacts {
  readonly device: DeviceId;
  /** Photographs, or pairs, that are learnt from, and held out to measure on. */
  readonly photographs: number;
  readonly heldOut: number;
  /** PSNR in dB of the held-out ones as they are and as the base denoises them; absent without any. */
  readonly noisyPsnr?: number;
  readonly basePsnr?: number;
  /** What the engine does on the device where data is there already; absent when it was not measured. */
  readonly benchMpxPerSecond?: number;
  /** For the network's card. */
  readonly camera?: string;
  readonly noiseRange?: { readonly low: number; readonly high: number };
}

export interface RunFolder {
  readonly path: string;
  /** Appends one line to metrics.jsonl, and to TensorBoard's figures. Throws OUTPUT_UNWRITABLE, DISK_FULL. */
  record(metrics: StepMetrics): Promise<void>;
  readonly measurements: readonly Measurement[];
  /** Takes down what was measured of a network, which is kept when none was better. Throws as `record`. */
  measure(measurement: Measurement, snapshot: Snapshot): Promise<void>;
  /** The network to write instead of the last one measured; undefined where that is as good. */
  better(): ReturnType<Measurements["better"]>;
  /** Throws as `record`. */
  keepFacts(facts: RunFacts): Promise<void>;
  /** Writes a checkpoint completely or not at all, so that the newest one is always whole. Throws as `record`. */
  save(checkpoint: Checkpoint): Promise<string>;
  /** Keeps what the network is at this step, for good. Throws as `record`. */
  keepSnapshot(snapshot: Snapshot): Promise<string>;
  /**
   * Forgets what came after `step`, from which the run goes on with another recipe; returns the steps
   * that stay. Throws as `record`.
   */
  returnTo(step: number, recipe: Recipe): Promise<readonly StepLoss[]>;
}

/** Throws OUTPUT_EXISTS when there is a run that could go on, unless `overwrite`. */
export async function refuseRun(
  path: string,
  overwrite: boolean,
): Promise<void> {
  if (!overwrite && (await checkpointSteps(path)).length > 0)
    throw new NitidoError("OUTPUT_EXISTS", { file: path });
}

/** Makes the folder and writes the recipe; checkpoints of an earlier run go. Throws OUTPUT_UNWRITABLE, DISK_FULL. */
export async function createRun(
  path: string,
  recipe: Recipe,
): Promise<RunFolder> {
  await ensureFolder(join(path, "checkpoints"));
  for (const step of await checkpointSteps(path))
    await rm(checkpointFile(path, step), { force: true });
  await dropSnapshotsAfter(path, -1);
  await writeRecipe(path, recipe);
  await putText(metricsFile(path), "");
  return runFolder(path, -1);
}

/** A run as its newest whole checkpoint has it. */
export interface SavedRun {
  readonly run: RunFolder;
  readonly checkpoint: Checkpoint;
  /** Absent in runs of the first versions. */
  readonly facts: RunFacts | undefined;
  /** Of the steps taken. */
  readonly metrics: readonly StepMetrics[];
}

/** Throws CHECKPOINT_DAMAGED when the run has no whole checkpoint. */
export async function reopenRun(path: string): Promise<SavedRun> {
  let failure: unknown = new NitidoError("CHECKPOINT_DAMAGED", {
    file: path,
    reason: "no checkpoint",
  });
  for (const step of (await checkpointSteps(path)).reverse()) {
    const file = checkpointFile(path, step);
    try {
      const checkpoint = decodeCheckpoint(await readFile(file), file);
      const metrics = await dropMetricsAfter<StepMetrics>(
        ...([metricsFile(path), checkpoint.step] as const),
      );
      await dropSnapshotsAfter(path, checkpoint.step);
      // Runs of the first version learnt from clean photographs only, and did not say so.
      const recipe = { ...DEFAULT_RECIPE, ...checkpoint.recipe };
      return {
        run: await runFolder(path, checkpoint.step),
        checkpoint: { ...checkpoint, recipe },
        facts: await readFacts(path),
        metrics,
      };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** As it was after `step`. */
async function runFolder(path: string, step: number): Promise<RunFolder> {
  const metricsPath = metricsFile(path);
  const measurements = await openMeasurements(path);
  const events = eventFile(path);
  const dropRecordsAfter = async (last: number): Promise<void> => {
    await measurements.dropAfter(last);
    await events.dropAfter(last);
  };
  await dropRecordsAfter(step);
  return {
    path,
    async record(metrics) {
      try {
        await appendFile(metricsPath, `${JSON.stringify(metrics)}\n`);
      } catch (error) {
        throw outputError(error, metricsPath);
      }
      const { loss, learningRate, mpxPerSecond } = metrics;
      await events.add(metrics.step, {
        ...{ loss, learning_rate: learningRate },
        megapixels_per_second: mpxPerSecond,
      });
    },
    get measurements() {
      return measurements.all;
    },
    async measure(measurement, snapshot) {
      await measurements.add(measurement, snapshot);
      await events.add(measurement.step, { psnr_held_out: measurement.psnr });
    },
    better: () => measurements.better(),
    keepFacts: (facts) => putJson(factsFile(path), facts),
    async save(checkpoint) {
      const file = checkpointFile(path, checkpoint.step);
      await writeBytes(file, encodeCheckpoint(checkpoint), true);
      const old = (await checkpointSteps(path)).slice(0, -KEPT);
      await Promise.all(
        old.map((step) => rm(checkpointFile(path, step), { force: true })),
      );
      return file;
    },
    keepSnapshot: (snapshot) => writeSnapshot(path, snapshot),
    async returnTo(last, recipe) {
      const metrics = await dropMetricsAfter<StepMetrics>(
        ...([metricsFile(path), last] as const),
      );
      await dropSnapshotsAfter(path, last);
      await dropRecordsAfter(last);
      await writeRecipe(path, recipe);
      return metrics;
    },
  };
}

/** The recipe of a run, in progress or ended. Throws FILE_NOT_FOUND, CHECKPOINT_DAMAGED. */
export async function readRecipe(path: string): Promise<Recipe> {
  const file = recipeFile(path);
  const text = await readFile(file, "utf8").catch(() => {
    throw new NitidoError("FILE_NOT_FOUND", { file });
  });
  try {
    return { ...DEFAULT_RECIPE, ...(JSON.parse(text) as Recipe) };
  } catch (error) {
    throw new NitidoError("CHECKPOINT_DAMAGED", {
      file,
      reason: String(error),
    });
  }
}

const writeRecipe = (path: string, recipe: Recipe): Promise<void> =>
  putJson(recipeFile(path), recipe);

const factsFile = (path: string): string => join(path, "facts.json");

async function readFacts(path: string): Promise<RunFacts | undefined> {
  try {
    return JSON.parse(await readFile(factsFile(path), "utf8")) as RunFacts;
  } catch {
    return undefined;
  }
}

const putJson = (file: string, value: object): Promise<void> =>
  putText(file, `${JSON.stringify(value, null, 2)}\n`);

const putText = (file: string, text: string): Promise<void> =>
  writeBytes(file, Buffer.from(text), true);

const recipeFile = (path: string): string => join(path, "recipe.json");

const metricsFile = (path: string): string => join(path, "metrics.jsonl");

function checkpointFile(path: string, step: number): string {
  return join(
    path,
    "checkpoints",
    `step-${String(step).padStart(8, "0")}.safetensors`,
  );
}

/** Ascending; empty when there is no such folder. */
async function checkpointSteps(path: string): Promise<number[]> {
  const names = await readdir(join(path, "checkpoints")).catch(() => []);
  return names
    .flatMap((name) => PATTERN.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}
