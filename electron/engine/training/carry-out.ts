/** Carries a training run to its end: checkpoints, measurements, larger patches late, and recovery from what can go wrong. */
import { NitidoError } from "../../../models/errors.ts";
import {
  learnsByHeart,
  MEASUREMENTS,
} from "../../../models/training/early-stopping.ts";
import { checkpoint, train } from "../../../models/training/loop.ts";
import type { Recipe } from "../../../models/training/recipe.ts";
import {
  scheduleOf,
  shapeAt,
  stageEnd,
} from "../../../models/training/schedule.ts";
import { isSnapshotStep } from "../../../models/training/snapshot.ts";
import type { DeviceId } from "../../services/api.ts";
import type { TrainProgress } from "../../services/api-training.ts";
import type { Compute } from "../compute.ts";
import { cpuName } from "../devices/names.ts";
import type { PhotographFile } from "./batch-messages.ts";
import { startBatches } from "./batch-thread.ts";
import type { HeldOut } from "./held-out.ts";
import type { Meter } from "./meter.ts";
import { RecentErrors, type StepLoss } from "./recent-errors.ts";
import { type Recovery, recoveryFrom } from "./recovery.ts";
import type { RunFolder } from "./run-folder.ts";
import { openStepEngine, type TrainingState } from "./step-engine.ts";
import { denoiserWeights } from "./trained-network.ts";

/** Decoded parts of photographs kept in memory. */
export const CACHE_BYTES = 1.5e9;
/** Seconds between checkpoints: what a crash can cost. */
const CHECKPOINT_SECONDS = 120;
/** Times that a training may diverge: each halves the learning rate. */
const DIVERGENCES = 10;

/** Where a run is. */
export interface Position {
  readonly recipe: Recipe;
  readonly step: number;
  readonly state: Readonly<TrainingState>;
}

export interface Outcome extends Position {
  /** Where it ended: another than where it began when that failed. */
  readonly device: DeviceId;
  /** Of the held-out photographs, in dB, at the end. */
  readonly psnr?: number;
  /** It ended early, because the network had begun to learn its photographs by heart. */
  readonly early: boolean;
}

export interface RunPorts {
  readonly compute: Compute;
  readonly device: DeviceId;
  readonly photographs: readonly PhotographFile[];
  /** The steps taken before, as far as they are known. */
  readonly before: readonly StepLoss[];
  readonly heldOut: HeldOut | null;
  readonly run: RunFolder;
  readonly meter: Meter;
  readonly progress: (progress: TrainProgress) => void;
  readonly signal: AbortSignal;
}

/**
 * The end of the recipe, or where the signal stopped it; saved. Throws TRAINING_DIVERGED and
 * OUT_OF_MEMORY when nothing helps any more, and what the folder or the photographs cause; with the
 * detail `run`, from which it may go on.
 */
export async function carryOut(
  start: Position,
  ports: RunPorts,
): Promise<Outcome> {
  let good = start;
  let { before, device } = ports;
  let divergences = 0;
  let psnr: number | undefined;
  let early = false;
  const { run, heldOut, progress } = ports;

  /** Keeps where the run is, so that it can return there; true when it had better end there. */
  const keep: Keep = async (position, measured) => {
    const { recipe, step, state } = position;
    const file = await run.save(position);
    good = position;
    before = measured.before;
    psnr = await heldOut?.psnr(state.average);
    progress({
      ...{ kind: "checkpoint", step, file },
      ...(psnr !== undefined && { psnr }),
    });
    if (psnr === undefined || measured.logError === null) return false;
    await run.measure(
      { step, psnr, logError: measured.logError },
      {
        step,
        network: recipe.network,
        weights: denoiserWeights(recipe, state.average),
      },
    );
    return learnsByHeart(recipe, run.measurements);
  };

  const recover = async ({ why, recipe, device: next }: Recovery) => {
    const { step } = good;
    if (next !== device) {
      const choice = {
        device: next,
        name: cpuName(),
        why: "fallback",
      } as const;
      progress({ kind: "device", choice: { ...choice, failed: device } });
      device = next;
      await heldOut?.moveTo(next);
    }
    progress({
      ...{ kind: "recovered", why, step },
      ...{ batch: recipe.batch, learningRate: recipe.learningRate },
    });
    before = await run.returnTo(step, recipe);
    ports.meter.returnTo(recipe, step);
    // What the run is resumed from must be the recipe that it went on with.
    good = { ...good, recipe };
    await run.save(good);
  };

  try {
    if (start.step === 0) {
      // There is something to go on from, whenever the run is ended.
      await run.save(start);
      await keepSnapshot(start, ports);
    }
    while (good.step < good.recipe.steps && !ports.signal.aborted && !early) {
      try {
        early = await stage(good, { ...ports, before, device }, keep);
      } catch (error) {
        const recovery = recoveryFrom(error, good.recipe, device);
        if (!recovery) throw error;
        if (recovery.why === "diverged" && ++divergences > DIVERGENCES)
          throw error;
        await recover(recovery);
      }
    }
  } catch (error) {
    if (!(error instanceof NitidoError)) throw error;
    throw new NitidoError(error.code, { ...error.details, run: run.path });
  }
  return { ...good, device, early, ...(psnr !== undefined && { psnr }) };
}

/** Keeps what the network is now, for good, and tells it. */
async function keepSnapshot(
  { recipe, step, state }: Position,
  { run, progress }: Pick<RunPorts, "run" | "progress">,
): Promise<void> {
  const { network } = recipe;
  const weights = denoiserWeights(recipe, state.average);
  const file = await run.keepSnapshot({ step, network, weights });
  progress({ kind: "snapshot", step, file });
}

type Keep = (
  position: Position,
  /** The steps before it; and the error on them where it is one of the measurements to judge by. */
  measured: {
    readonly before: readonly StepLoss[];
    readonly logError: number | null;
  },
) => Promise<boolean>;

/** Steps with batches of one size; true when the run had better end with them. */
async function stage(
  { recipe, step: from, state }: Position,
  ports: RunPorts,
  keep: Keep,
): Promise<boolean> {
  const { compute, device, photographs, run, meter, progress, signal } = ports;
  const shaped = { ...recipe, ...shapeAt(recipe, from) };
  const engine = await openStepEngine(compute, shaped, state, device);
  const batches = startBatches({
    photographs,
    recipe,
    cacheBytes: CACHE_BYTES,
  });
  const end = stageEnd(recipe, from);
  const every = Math.ceil(recipe.steps / MEASUREMENTS);
  const errors = new RecentErrors(recipe, ports.before);
  let step = from;
  let kept = from;
  const keepNow = async (measured: boolean): Promise<boolean> => {
    kept = step;
    const logError = measured ? errors.mean(every) : null;
    const position = await checkpoint(recipe, step, engine);
    return keep(position, { before: errors.steps, logError });
  };
  try {
    let savedAt = performance.now();
    for await (const report of train(scheduleOf(recipe), from, {
      engine,
      batch: (at) => batches.batch(at),
      signal,
    })) {
      step = report.step;
      await run.record(meter.count(report));
      if (errors.add(report))
        throw new NitidoError("TRAINING_DIVERGED", { step });
      if (meter.dueForDisplay())
        progress({ kind: "step", ...meter.progress() });
      if (isSnapshotStep(step)) {
        const now = await checkpoint(recipe, step, engine);
        await keepSnapshot(now, { run, progress });
      }
      if (step === end) break;
      // Steps that do not depend on the clock, so that a run that was resumed is judged alike.
      const measured = step % every === 0 && recipe.steps > 10 * MEASUREMENTS;
      const due = performance.now() - savedAt > 1000 * CHECKPOINT_SECONDS;
      if (!(due || measured) || errors.doubtful) continue;
      if (await keepNow(measured)) return true;
      savedAt = performance.now();
    }
    if (step > kept || step === 0) await keepNow(step === end);
    return false;
  } catch (error) {
    // Photographs that are gone take nothing with them of what was learnt from the others.
    if (isAboutFiles(error) && step > kept) await keepNow(false);
    throw error;
  } finally {
    await batches.stop();
    await engine.close();
  }
}

function isAboutFiles(error: unknown): boolean {
  return error instanceof NitidoError && error.code.startsWith("FILE_");
}
