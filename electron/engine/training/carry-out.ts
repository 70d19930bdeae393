/** Carries a training run to its end: checkpoints, measurements, larger patches late, and recovery from what can go wrong. */
import { NitidoError } from "../../../models/errors.ts";
import { checkpoint, train } from "../../../models/training/loop.ts";
import type { Recipe } from "../../../models/training/recipe.ts";
import { shapeAt, stageEnd } from "../../../models/training/schedule.ts";
import { isSnapshotStep } from "../../../models/training/snapshot.ts";
import type { DeviceId } from "../../services/api.ts";
import type { TrainProgress } from "../../services/api-training.ts";
import type { Compute } from "../compute.ts";
import type { PhotographFile } from "./batch-messages.ts";
import { startBatches } from "./batch-thread.ts";
import type { HeldOut } from "./held-out.ts";
import type { Meter } from "./meter.ts";
import type { RunFolder } from "./run-folder.ts";
import { openStepEngine, type TrainingState } from "./step-engine.ts";

/** Decoded parts of photographs kept in memory. */
export const CACHE_BYTES = 1.5e9;
/** Seconds between checkpoints: what a crash can cost. */
const CHECKPOINT_SECONDS = 120;
/** Measurements over the whole training, at steps that do not depend on the clock. */
const MEASUREMENTS = 20;
/** Times that a training may diverge: each halves the learning rate. */
const DIVERGENCES = 4;

/** Where a run is. */
export interface Position {
  readonly recipe: Recipe;
  readonly step: number;
  readonly state: Readonly<TrainingState>;
}

export interface Outcome extends Position {
  /** Of the held-out photographs, in dB, at the last checkpoint. */
  readonly psnr?: number;
}

export interface RunPorts {
  readonly compute: Compute;
  readonly device: DeviceId;
  readonly photographs: readonly PhotographFile[];
  readonly heldOut: HeldOut | null;
  readonly run: RunFolder;
  readonly meter: Meter;
  readonly progress: (progress: TrainProgress) => void;
  readonly signal: AbortSignal;
}

/**
 * The end of the recipe, or where the signal stopped it; saved. Throws TRAINING_DIVERGED and
 * OUT_OF_MEMORY when nothing helps any more, and what the folder or the photographs cause.
 */
export async function carryOut(
  start: Position,
  ports: RunPorts,
): Promise<Outcome> {
  let good = start;
  let psnr: number | undefined;
  let divergences = 0;
  /** Keeps where the run is, so that it can return there. */
  const keep = async (position: Position): Promise<void> => {
    good = position;
    const file = await ports.run.save(position);
    psnr = await ports.heldOut?.psnr(position.state.average);
    ports.progress({
      ...{ kind: "checkpoint", step: position.step, file },
      ...(psnr !== undefined && { psnr }),
    });
  };
  if (start.step === 0) {
    // There is something to go on from, whenever the run is ended.
    await ports.run.save(start);
    await keepSnapshot(start, ports);
  }
  while (good.step < good.recipe.steps && !ports.signal.aborted) {
    try {
      await stage(good, ports, keep);
    } catch (error) {
      const changed = recovered(error, good.recipe);
      if (
        !changed ||
        (changed.why === "diverged" && ++divergences > DIVERGENCES)
      )
        throw error;
      const { why, recipe } = changed;
      const { step } = good;
      ports.progress({
        ...{ kind: "recovered", why, step },
        ...{ batch: recipe.batch, learningRate: recipe.learningRate },
      });
      await ports.run.returnTo(step, recipe);
      ports.meter.returnTo(recipe, step);
      // What the run is resumed from must be the recipe that it went on with.
      good = { ...good, recipe };
      await ports.run.save(good);
    }
  }
  return { ...good, ...(psnr !== undefined && { psnr }) };
}

/** Keeps what the network is now, for good, and tells it. */
async function keepSnapshot(
  { recipe: { network }, step, state: { average: weights } }: Position,
  { run, progress }: Pick<RunPorts, "run" | "progress">,
): Promise<void> {
  const file = await run.keepSnapshot({ step, network, weights });
  progress({ kind: "snapshot", step, file });
}

/** Steps with batches of one size. */
async function stage(
  { recipe, step: from, state }: Position,
  { compute, device, photographs, run, meter, progress, signal }: RunPorts,
  keep: (position: Position) => Promise<void>,
): Promise<void> {
  const shaped = { ...recipe, ...shapeAt(recipe, from) };
  const engine = await openStepEngine(compute, shaped, state, device);
  const batches = startBatches({
    photographs,
    recipe,
    cacheBytes: CACHE_BYTES,
  });
  const end = stageEnd(recipe, from);
  const every = Math.ceil(recipe.steps / MEASUREMENTS);
  try {
    let step = from;
    let savedAt = performance.now();
    for await (const report of train(recipe, from, {
      engine,
      batch: (at) => batches.batch(at),
      signal,
    })) {
      step = report.step;
      await run.record(meter.count(report));
      if (meter.dueForDisplay())
        progress({ kind: "step", ...meter.progress() });
      if (isSnapshotStep(step)) {
        const now = await checkpoint(recipe, step, engine);
        await keepSnapshot(now, { run, progress });
      }
      if (step === end) break;
      const due = performance.now() - savedAt > 1000 * CHECKPOINT_SECONDS;
      if (due || (step % every === 0 && recipe.steps > 10 * MEASUREMENTS)) {
        await keep(await checkpoint(recipe, step, engine));
        savedAt = performance.now();
      }
    }
    await keep(await checkpoint(recipe, step, engine));
  } finally {
    await batches.stop();
    await engine.close();
  }
}

/** What to change in the recipe so that it may go on; undefined where nothing would help. */
function recovered(
  error: unknown,
  recipe: Recipe,
): { why: "diverged" | "memory"; recipe: Recipe } | undefined {
  if (!(error instanceof NitidoError)) return undefined;
  const { batch, late, learningRate } = recipe;
  if (error.code === "TRAINING_DIVERGED")
    return {
      why: "diverged",
      recipe: { ...recipe, learningRate: learningRate / 2 },
    };
  if (error.code !== "OUT_OF_MEMORY") return undefined;
  if (Math.max(batch, late?.batch ?? 1) === 1) return undefined;
  const half = (patches: number) => Math.ceil(patches / 2);
  return {
    why: "memory",
    recipe: {
      ...recipe,
      batch: half(batch),
      ...(late && { late: { ...late, batch: half(late.batch) } }),
    },
  };
}
