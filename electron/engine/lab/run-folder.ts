/**
 * The folder of a lab's run: recipe.json, metrics.jsonl, weights.safetensors, encoder.onnx,
 * decoder.onnx, pictures.png (originals, what goes in, what comes out), and run.json, which is
 * written last and says what was learnt from and how well. While it learns: checkpoint.safetensors.
 */
import { appendFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { NitidoError } from "../../../models/errors.ts";
import type { LabRecipe } from "../../../models/lab/recipe.ts";
import type {
  Parameters,
  ParameterSpec,
} from "../../../models/networks/network.ts";
import {
  decodeTensors,
  encodeTensors,
} from "../../../models/training/safetensors.ts";
import { outputError } from "../../files/file-errors.ts";
import { readRegular, TEXT_BYTES } from "../../files/read-regular.ts";
import { ensureFolder } from "../../files/safe-write.ts";
import { writeBytes } from "../../files/write-bytes.ts";
import type {
  LabTrainRequest,
  LabTrainResult,
} from "../../services/api-lab.ts";
import { dropMetricsAfter } from "../training/metrics-file.ts";
import { dropLabCheckpoint, readLabCheckpoint } from "./checkpoint.ts";
import type { CoderModels } from "./coder.ts";
import { factsSchema, recipeSchema } from "./run-schema.ts";

/** What a run says of itself. */
export interface LabRunFacts
  extends
    Omit<LabTrainResult, "run">,
    Pick<LabTrainRequest, "source" | "without"> {
  readonly version: 1;
}

export interface LabRun {
  readonly path: string;
  readonly recipe: LabRecipe;
  readonly facts: LabRunFacts;
}

export interface LabStepMetrics {
  readonly step: number;
  readonly loss: number;
  readonly learningRate: number;
  /** Of held-out pictures, at some steps. */
  readonly error?: number;
  /** The pair of layers that learns alone, from 1, and how many there are. */
  readonly layer?: number;
  readonly layers?: number;
}

const FILES = {
  recipe: "recipe.json",
  metrics: "metrics.jsonl",
  weights: "weights.safetensors",
  encoder: "encoder.onnx",
  decoder: "decoder.onnx",
  pictures: "pictures.png",
  facts: "run.json",
} as const;

/** Whether there is a run that has ended. */
export const hasEnded = (path: string): Promise<boolean> =>
  stat(join(path, FILES.facts)).then(
    () => true,
    () => false,
  );

/** Throws OUTPUT_EXISTS when there is a run already, ended or to go on with, unless `overwrite`. */
export async function refuseLabRun(
  path: string,
  overwrite: boolean,
): Promise<void> {
  if (overwrite) return;
  if ((await hasEnded(path)) || (await readLabCheckpoint(path)))
    throw new NitidoError("OUTPUT_EXISTS", { file: path });
}

/** A folder in which nothing is left of an earlier run. Throws OUTPUT_UNWRITABLE, DISK_FULL. */
export async function createLabRun(
  path: string,
  recipe: LabRecipe,
): Promise<void> {
  await ensureFolder(path);
  await dropLabCheckpoint(path);
  for (const name of Object.values(FILES))
    await rm(join(path, name), { force: true });
  await writeBytes(join(path, FILES.recipe), json(recipe), true);
}

/** The folder as it was after `step`, to go on from there. Throws as `createLabRun`. */
export async function returnLabRun(path: string, step: number): Promise<void> {
  await dropMetricsAfter(join(path, FILES.metrics), step);
}

/** Appends one line for each step. Throws as `createLabRun`. */
export async function recordSteps(
  path: string,
  steps: readonly LabStepMetrics[],
): Promise<void> {
  const file = join(path, FILES.metrics);
  const lines = steps.map((one) => `${JSON.stringify(one)}\n`).join("");
  await appendFile(file, lines).catch((error: unknown) => {
    throw outputError(error, file);
  });
}

/** Throws as `createLabRun`. */
export async function finishLabRun(
  path: string,
  parameters: Parameters,
  models: CoderModels,
  facts: LabRunFacts,
): Promise<void> {
  const vectors = Object.fromEntries(
    [...parameters].map(([name, { data }]) => [name, data] as const),
  );
  const shapes = Object.fromEntries(
    [...parameters].map(([name, { shape }]) => [name, shape.join("×")]),
  );
  const weights = encodeTensors({ vectors, metadata: shapes });
  await writeBytes(join(path, FILES.weights), weights, true);
  await writeBytes(join(path, FILES.encoder), models.encoder, true);
  await writeBytes(join(path, FILES.decoder), models.decoder, true);
  await writeBytes(join(path, FILES.facts), json(facts), true);
  await dropLabCheckpoint(path);
}

/** Bytes of weights: a quarter of a milliard of them. */
const WEIGHTS_BYTES = 1e9;

/**
 * Some of the weights of a run that has ended, which alone are what it is used by: its ONNX files
 * are for others. Throws as `openLabRun`.
 */
export async function readLabWeights(
  path: string,
  specs: readonly ParameterSpec[],
): Promise<Parameters> {
  const bytes = await readRegular(join(path, FILES.weights), WEIGHTS_BYTES);
  const names = specs.map(({ name }) => name);
  try {
    const { vectors } = decodeTensors(bytes, names);
    return new Map(
      specs.map(({ name, shape }) => {
        const data = vectors[name]!;
        if (data.length !== shape.reduce((size, extent) => size * extent, 1))
          throw new RangeError(`${name} has ${String(data.length)} weights`);
        return [name, { shape, data }];
      }),
    );
  } catch (error) {
    throw damaged(path, FILES.weights, error);
  }
}

/** A run that has ended. Throws FILE_NOT_FOUND, FILE_UNREADABLE, CHECKPOINT_DAMAGED. */
export async function openLabRun(path: string): Promise<LabRun> {
  return {
    path,
    facts: await parsed<LabRunFacts>(path, FILES.facts, factsSchema),
    recipe: await parsed<LabRecipe>(path, FILES.recipe, recipeSchema),
  };
}

async function parsed<Value>(
  path: string,
  name: string,
  schema: v.GenericSchema,
): Promise<Value> {
  const bytes = await readRegular(join(path, name), TEXT_BYTES);
  try {
    // What the schema leaves open is shown, but decides nothing.
    return v.parse(schema, JSON.parse(bytes.toString("utf8"))) as Value;
  } catch (error) {
    throw damaged(path, name, error);
  }
}

const damaged = (path: string, name: string, error: unknown): NitidoError =>
  new NitidoError("CHECKPOINT_DAMAGED", {
    ...{ file: join(path, name), reason: String(error) },
  });

const json = (value: object): Buffer =>
  Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
