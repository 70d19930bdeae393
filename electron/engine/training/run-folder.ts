/** The folder of a training run: recipe.json, metrics.jsonl and checkpoints. */
import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
} from "../../../models/training/checkpoint.ts";
import type { StepReport } from "../../../models/training/loop.ts";
import type { Recipe } from "../../../models/training/recipe.ts";

/** Older checkpoints are removed: each holds the whole state. */
const KEPT = 3;
const PATTERN = /^step-(\d+)\.safetensors$/;

export interface RunFolder {
  readonly path: string;
  /** Appends one line to metrics.jsonl. */
  record(
    metrics: StepReport & {
      readonly mpxPerSecond: number;
      readonly seconds: number;
    },
  ): Promise<void>;
  /** Writes a checkpoint under a temporary name first, so that the newest one is always whole. */
  save(checkpoint: Checkpoint): Promise<string>;
}

/** Makes the folder and writes the recipe. Throws OUTPUT_EXISTS when a run is there and `overwrite` is false. */
export async function createRun(
  path: string,
  recipe: Recipe,
  overwrite: boolean,
): Promise<RunFolder> {
  const steps = await checkpointSteps(path);
  if (steps.length > 0 && !overwrite)
    throw new NitidoError("OUTPUT_EXISTS", { file: path });
  await Promise.all(
    steps.map((step) => rm(checkpointFile(path, step), { force: true })),
  );
  await mkdir(join(path, "checkpoints"), { recursive: true });
  await writeFile(
    join(path, "recipe.json"),
    `${JSON.stringify(recipe, null, 2)}\n`,
  );
  await writeFile(join(path, "metrics.jsonl"), "");
  return runFolder(path);
}

/** The newest whole checkpoint of a run. Throws CHECKPOINT_DAMAGED when there is none. */
export async function reopenRun(
  path: string,
): Promise<{ readonly run: RunFolder; readonly checkpoint: Checkpoint }> {
  let failure: unknown = new NitidoError("CHECKPOINT_DAMAGED", {
    file: path,
    reason: "no checkpoint",
  });
  for (const step of (await checkpointSteps(path)).reverse()) {
    const file = checkpointFile(path, step);
    try {
      const checkpoint = decodeCheckpoint(await readFile(file), file);
      await dropMetricsAfter(path, checkpoint.step);
      return { run: runFolder(path), checkpoint };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function runFolder(path: string): RunFolder {
  return {
    path,
    record: (metrics) =>
      appendFile(join(path, "metrics.jsonl"), `${JSON.stringify(metrics)}\n`),
    async save(checkpoint) {
      const file = checkpointFile(path, checkpoint.step);
      await writeFile(`${file}.partial`, encodeCheckpoint(checkpoint));
      await rename(`${file}.partial`, file);
      const old = (await checkpointSteps(path)).slice(0, -KEPT);
      await Promise.all(
        old.map((step) => rm(checkpointFile(path, step), { force: true })),
      );
      return file;
    },
  };
}

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

/** A run that was killed has metrics beyond its last checkpoint; those steps will be done again. */
async function dropMetricsAfter(path: string, step: number): Promise<void> {
  const file = join(path, "metrics.jsonl");
  const text = await readFile(file, "utf8").catch(() => "");
  const lines = text.split("\n").filter((line) => {
    try {
      return (JSON.parse(line) as StepReport).step <= step;
    } catch {
      return false;
    }
  });
  await writeFile(file, lines.map((line) => `${line}\n`).join(""));
}
