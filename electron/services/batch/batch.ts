/** One run of a batch from folder to folder: plans it, takes over what is done, and sees a job through. */
import { constants, copyFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type ErrorCode, NitidoError } from "../../../models/errors.ts";
import type { SaveJob } from "../../contract/values.ts";
import { findModel } from "../../engine/networks/load.ts";
import { contentHash, hasContent } from "../../files/content-hash.ts";
import { outputError } from "../../files/file-errors.ts";
import type { DeviceChoice, Engine } from "../api.ts";
import { expandInputs, type InputFile } from "../inputs.ts";
import { sha256Of } from "../models/model-files.ts";
import type { PlannedOutput } from "../name-outputs.ts";
import { makeInEngine, type Workshop } from "../save/engine-work.ts";
import type { Known } from "../save/entries.ts";
import { Job } from "../save/job.ts";
import type { JobContext } from "../save/job-work.ts";
import type { Reported } from "../save/report.ts";
import { type FileResult, resultOf } from "../save/results.ts";
import { Room } from "../save/room.ts";
import { Halt, type Made } from "../save/save-file.ts";
import type { BatchLedger } from "./batch-ledger.ts";
import { type BatchPlan, type BatchRequest, planBatch } from "./batch-plan.ts";

/** So many photographs in work at a time: one is read, one computed, one written. */
const TOGETHER = 3;

export interface BatchPorts {
  readonly engine: Pick<Engine, "denoise" | "analyze">;
  /** Ends the batch after the photographs in work. */
  readonly signal: AbortSignal;
  /** The plan is made; so many are done already. */
  readonly started: (earlier: number) => void;
  readonly progress: (job: SaveJob) => void;
  readonly file: (result: FileResult) => void;
  readonly deviceChanged: (choice: DeviceChoice) => void;
}

/** Files in the order of the inputs; inputs and outputs as the caller writes them. */
export type BatchResult = Required<Omit<Reported, "error">> &
  Pick<Reported, "error">;

/**
 * Works on `files`, or on those that the request's inputs hold. Rejects with what is wrong with the
 * request as a whole (MODEL_UNKNOWN, NO_IMAGES, USAGE), or when the ledger cannot be written.
 */
export async function runBatch(
  request: BatchRequest,
  ledger: BatchLedger,
  ports: BatchPorts,
  files?: readonly InputFile[],
): Promise<BatchResult> {
  const model = await findModel(request.model);
  const sha256 = await sha256Of(model.file).catch(() => {
    throw model.unknown();
  });
  const { inputs, recursive, out } = request;
  const found = (files ?? (await expandInputs(inputs, recursive, out))).filter(
    // Results that lie among the originals are not denoised again.
    ({ path, root }) => root === undefined || !ledger.history.at(path),
  );
  if (found.length === 0)
    throw new NitidoError("NO_IMAGES", { file: inputs.join(", ") });
  const plan = await planBatch(request, found, sha256, ledger.history);
  const { content } = plan;
  const asGiven = spelling(plan.outputs);
  const job = new Job(
    await ledger.begin(content),
    content,
    contextOf(request, found, plan, {
      ...ports,
      file: (result) => ports.file(asGiven(result)),
    }),
  );
  const earlier = new Set(job.results().map(({ input }) => input));
  ports.started(earlier.size);
  await seeThrough(job, ports.signal);
  const reported = job.reported();
  await job.close();
  return {
    ...reported,
    settings: plan.settings,
    model: { name: model.name, sha256 },
    files: reported.files.map((result) => ({
      ...asGiven(result),
      ...(earlier.has(result.input) && { earlier: true as const }),
    })),
  };
}

async function seeThrough(job: Job, signal: AbortSignal): Promise<void> {
  const stop = (): void => void job.drain();
  if (signal.aborted) return;
  signal.addEventListener("abort", stop);
  try {
    await job.start();
    await job.settled();
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Ledgers hold whole paths; people read those that they wrote. */
function spelling(
  outputs: readonly PlannedOutput[],
): (result: FileResult) => FileResult {
  const given = new Map(outputs.map((one) => [resolve(one.input.path), one]));
  return (result) => {
    const { input, output } = given.get(result.input)!;
    return { ...result, input: input.path, output: output?.path ?? null };
  };
}

function contextOf(
  { device, memoryLimit, model }: BatchRequest,
  files: readonly InputFile[],
  { content, copies }: BatchPlan,
  { engine, deviceChanged, progress, file }: BatchPorts,
): JobContext {
  const workshop: Workshop = {
    engine,
    images: {
      find: () => undefined,
      originals: () => files.map(({ path }) => path),
    },
    device: () => device,
    ...(memoryLimit !== undefined && { memoryLimit: () => memoryLimit }),
    modelFor: () => model,
    restarted: () => undefined,
    deviceChanged,
  };
  const { rules } = content.header;
  return {
    ...workshop,
    room: new Room(TOGETHER),
    together: TOGETHER,
    emit: progress,
    now: () => performance.now(),
    ended: (item, ended, made) => file(resultOf(item, ended, made)),
    async make(item, out, ...watch) {
      const twin = copies.get(item.path);
      if (twin && (await hasContent(twin.made.output, twin.made)))
        return copyOf(twin, out);
      const [source, made] = await Promise.all([
        // If it cannot be read, the engine says why.
        contentHash(item.path).catch(() => undefined),
        makeInEngine(workshop, rules, item, out, ...watch).catch(haltIfCommon),
      ]);
      return { ...made, ...(source && { source: source.sha256 }) };
    },
  };
}

/** What is wrong with the model or the device is wrong for every photograph. */
const COMMON: ReadonlySet<ErrorCode> = new Set([
  "MODEL_UNKNOWN",
  "MODEL_DAMAGED",
  "MODEL_UNSUITABLE",
  "DEVICE_UNKNOWN",
  "DEVICE_UNAVAILABLE",
]);

function haltIfCommon(error: unknown): never {
  const isCommon = error instanceof NitidoError && COMMON.has(error.code);
  throw isCommon ? new Halt(error) : error;
}

/** What was made of another photograph with the same content. */
async function copyOf({ of, made }: Known, file: string): Promise<Made> {
  try {
    await copyFile(made.output, file, constants.COPYFILE_FICLONE);
  } catch (error) {
    throw outputError(error, file);
  }
  const { output, noise, notices, megapixels, source } = made;
  return {
    report: {
      ...{ input: of.path, output, status: "done" },
      ...{ noise, notices, megapixels, seconds: 0 },
    },
    model: made.model,
    device: made.device,
    ...(source !== undefined && { source }),
  };
}
