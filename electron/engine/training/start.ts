/** Where a run begins: its recipe and first weights, or those of its newest checkpoint. */
import { resolve } from "node:path";
import {
  initialise,
  type Parameters,
} from "../../../models/networks/network.ts";
import { networks } from "../../../models/networks/table.ts";
import { Random } from "../../../models/random.ts";
import type { Checkpoint } from "../../../models/training/checkpoint.ts";
import {
  type DataModeName,
  DEFAULT_RECIPE,
  FINE_TUNING,
  lateStage,
  type Recipe,
} from "../../../models/training/recipe.ts";
import { scheduleOf, shapeAt } from "../../../models/training/schedule.ts";
import { packWeights } from "../../../models/training/step.ts";
import { freshState } from "../../../models/training/weight-vector.ts";
import type { DeviceId } from "../../services/api.ts";
import type { TrainRequest } from "../../services/api-training.ts";
import type { Compute } from "../compute.ts";
import { loadNetwork } from "../networks/load.ts";
import { readWeights } from "../onnx/export.ts";
import { withEncoder } from "./with-encoder.ts";
import { startBatches } from "./batch-thread.ts";
import { CACHE_BYTES, type Position } from "./carry-out.ts";
import type { TrainingData } from "./data.ts";
import { measureProfile } from "./measure-profile.ts";
import { openStepEngine } from "./step-engine.ts";
import { firstMeter, trainedNetwork } from "./trained-network.ts";
import { secondsPerStep, stepsIn } from "./step-time.ts";

/** Longest share of a training in which the learning rate rises; but the first steps are always small. */
const LONGEST_WARM_UP = 0.1;
const SHORTEST_WARM_UP = 20;

export function resumedAt(
  { recipe, step, state }: Checkpoint,
  request: TrainRequest,
): Position {
  const steps = stepsOf(request);
  return {
    recipe: steps === undefined ? recipe : { ...recipe, steps },
    step,
    state,
  };
}

/** Throws MODEL_UNKNOWN and MODEL_DAMAGED for the base, what `withEncoder` does, and what measuring `like` does. */
export async function beginning(
  request: TrainRequest,
  { mode: data, stride, moreNoise }: TrainingData,
  signal: AbortSignal,
): Promise<Position> {
  const { network, base, encoder, seed, like, settings } = request;
  const meter = meterOf(request, data);
  const steps = stepsOf(request);
  const profile =
    like !== null && data === "clean"
      ? await measureProfile(like, signal)
      : undefined;
  const plain: Recipe = {
    ...DEFAULT_RECIPE,
    ...(base === "none" ? {} : FINE_TUNING),
    ...(profile && { profile }),
    ...(stride > 1 && { stride }),
    // From nothing, neighbours are what was measured to teach well.
    ...(base !== "none" && moreNoise !== undefined && { moreNoise }),
    noise: profile || data !== "clean" ? "own" : request.noise,
    ...{ network, data, base, seed },
    ...(meter && { meter }),
    ...(encoder !== null && { encoder: resolve(encoder) }),
    ...settings,
  };
  const late = lateStage(plain);
  const recipe = { ...plain, ...(late && { late }) };
  const weights = await startingWeights(recipe);
  const state = freshState(weights);
  return {
    recipe: steps === undefined ? recipe : lasting(recipe, steps, settings),
    step: 0,
    state,
  };
}

/**
 * White noise is told: who denoises what is known to have it knows its level. Where nothing is
 * clean, there is nothing to hold a network to that works from a map which is not the truth.
 */
function meterOf(
  { noise, like, trainMeter }: TrainRequest,
  data: DataModeName,
): Recipe["meter"] {
  if (data === "clean" ? noise === "awgn" && like === null : data !== "pairs")
    return undefined;
  return trainMeter ? "learns" : "given";
}

/** A short training has a short warm-up, unless it was told otherwise. */
function lasting(
  recipe: Recipe,
  steps: number,
  { warmUp }: TrainRequest["settings"],
): Recipe {
  const longest = Math.max(
    SHORTEST_WARM_UP,
    Math.round(LONGEST_WARM_UP * steps),
  );
  return {
    ...recipe,
    steps,
    warmUp: warmUp ?? Math.min(recipe.warmUp, longest),
  };
}

function stepsOf({ budget }: TrainRequest): number | undefined {
  return budget && "steps" in budget ? budget.steps : undefined;
}

export interface Planned extends Position {
  /** The engine's rate where data is there already; absent where the budget did not ask for it. */
  readonly benchMpxPerSecond?: number;
}

/** Minutes are turned into steps by taking a few, which do not count: the budget is of time with data. */
export async function withBudget(
  start: Position,
  { budget, settings }: TrainRequest,
  data: TrainingData,
  { compute, device }: { readonly compute: Compute; readonly device: DeviceId },
): Promise<Planned> {
  if (!budget || !("minutes" in budget)) return start;
  const { recipe, step, state } = start;
  const { batch: patches, patch } = shapeAt(recipe, step);
  const shaped = { ...recipe, batch: patches, patch };
  const engine = await openStepEngine(compute, shaped, state, device);
  const batches = startBatches({
    ...{ photographs: data.training, recipe, cacheBytes: CACHE_BYTES },
  });
  try {
    const batch = await batches.batch(step);
    const seconds = await secondsPerStep(
      engine,
      scheduleOf(recipe),
      batch,
      undefined,
      () => batches.batch(step),
    );
    const bare = await secondsPerStep(engine, scheduleOf(recipe), batch);
    const steps = step + stepsIn(budget.minutes, seconds);
    return {
      ...start,
      recipe:
        step === 0 ? lasting(recipe, steps, settings) : { ...recipe, steps },
      benchMpxPerSecond: (patches * patch * patch) / 1e6 / bare,
    };
  } finally {
    await batches.stop();
    await engine.close();
  }
}

/** From the base network, or random but for an encoder. Another stream than the batches', which use (seed, step). */
async function startingWeights(recipe: Recipe): Promise<Float32Array> {
  const denoiser = await startingDenoiser(recipe);
  const meter = recipe.meter === "learns" ? await firstMeter(recipe) : [];
  const weights = new Map([...denoiser, ...meter]);
  return packWeights(await trainedNetwork(recipe), weights);
}

async function startingDenoiser(recipe: Recipe): Promise<Parameters> {
  const network = networks[recipe.network];
  if (recipe.base !== "none") {
    const base = await loadNetwork(recipe.base);
    return readWeights(base.model, network, base.file);
  }
  const random = initialise(
    network,
    new Random(Random.seed(recipe.seed, 0, 1)),
  );
  const { encoder } = recipe;
  return encoder === undefined ? random : withEncoder(random, encoder);
}
