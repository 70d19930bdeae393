/** The use case `train`: photographs in, a network and its card out. */
import { NitidoError } from "../../../models/errors.ts";
import { initialise } from "../../../models/networks/network.ts";
import { networks } from "../../../models/networks/table.ts";
import { Random } from "../../../models/random.ts";
import type { Checkpoint } from "../../../models/training/checkpoint.ts";
import {
  DEFAULT_RECIPE,
  FINE_TUNING,
  LATE,
  type Recipe,
} from "../../../models/training/recipe.ts";
import { shapeAt } from "../../../models/training/schedule.ts";
import { packWeights, parameterCount } from "../../../models/training/step.ts";
import type { TrainRequest } from "../../services/api-training.ts";
import { loadNetwork } from "../networks/load.ts";
import { readWeights } from "../onnx/export.ts";
import { startBatches } from "../training/batch-thread.ts";
import {
  CACHE_BYTES,
  carryOut,
  type Position,
  type RunPorts,
} from "../training/carry-out.ts";
import { gatherData, type TrainingData } from "../training/data.ts";
import { openHeldOut } from "../training/held-out.ts";
import { measureProfile } from "../training/measure-profile.ts";
import { Meter } from "../training/meter.ts";
import { createRun, refuseRun, reopenRun } from "../training/run-folder.ts";
import { writeSplit } from "../training/run-photographs.ts";
import { openStepEngine } from "../training/step-engine.ts";
import { stepsInMinutes } from "../training/time-budget.ts";
import { refuseNetwork, writeNetwork } from "../training/write-network.ts";
import type { Task } from "./task.ts";

export const train: Task<"train"> = async (
  request,
  { compute, devices, progress, signal },
) => {
  await refuseNetwork(request.out, request.overwrite);
  const resumed = request.resume ? await reopenRun(request.run) : null;
  if (!resumed) await refuseRun(request.run, request.overwrite);
  const { recipe: saved } = resumed?.checkpoint ?? {};
  const data = await gatherData(
    request.folder,
    saved?.data ?? request.data,
    saved?.seed ?? request.seed,
    { signal, progress },
  );
  const choice = await devices.choose(request.device);
  const { device } = choice;
  const start = resumed
    ? resumedAt(resumed.checkpoint, request)
    : await beginning(request, data, signal);
  const planned = await withBudget(start, request, data, { compute, device });
  const { recipe, step } = planned;

  const heldOut = await openHeldOut(compute, recipe, data.heldOut, device);
  try {
    const basePsnr = await heldOut?.psnr(start.state.average);
    const measured = basePsnr !== undefined && step === 0 && { basePsnr };
    const run = resumed?.run ?? (await createRun(request.run, recipe));
    await writeSplit(run.path, request.folder, data);
    progress({
      kind: "started",
      choice,
      network: recipe.network,
      parameters: parameterCount(networks[recipe.network]),
      data: data.mode,
      images: data.training.length,
      heldOut: data.heldOut.length,
      ...(heldOut && { noisyPsnr: heldOut.noisy }),
      ...measured,
      step,
    });
    const meter = new Meter(recipe, step);
    const end = await carryOut(planned, {
      ...{ compute, device, heldOut, run, meter, progress, signal },
      photographs: data.training,
    });
    if (signal.aborted) throw new NitidoError("CANCELLED", { run: run.path });
    const { average } = end.state;
    const facts = { device, ...meter.summary() };
    const { psnr } = end;
    await writeNetwork(
      ...[request.out, end.recipe, average],
      {
        ...facts,
        photographs: data.training.length,
        ...(psnr !== undefined && { psnr, heldOut: data.heldOut.length }),
      },
      request.overwrite,
    );
    return {
      out: request.out,
      run: run.path,
      network: recipe.network,
      data: data.mode,
      noise: recipe.noise,
      steps: end.step,
      ...facts,
      ...(psnr !== undefined && { psnr }),
      ...measured,
    };
  } finally {
    await heldOut?.close();
  }
};

function resumedAt(
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

async function beginning(
  request: TrainRequest,
  { mode: data, stride }: TrainingData,
  signal: AbortSignal,
): Promise<Position> {
  const { network, base, seed, like } = request;
  const steps = stepsOf(request);
  const late = LATE[network];
  const profile =
    like !== null && data === "clean"
      ? await measureProfile(like, signal)
      : undefined;
  const recipe: Recipe = {
    ...DEFAULT_RECIPE,
    ...(base === "none" ? {} : FINE_TUNING),
    ...(steps === undefined ? {} : { steps }),
    ...(late && { late }),
    ...(profile && { profile }),
    ...(stride > 1 && { stride }),
    noise: profile || data !== "clean" ? "own" : request.noise,
    ...{ network, data, base, seed },
  };
  const weights = await startingWeights(recipe);
  const zeros = new Float32Array(weights.length);
  const state = { weights, average: weights, mean: zeros, square: zeros };
  return { recipe, step: 0, state };
}

function stepsOf({ budget }: TrainRequest): number | undefined {
  return budget && "steps" in budget ? budget.steps : undefined;
}

/** Minutes are turned into steps by taking a few, which do not count. */
async function withBudget(
  start: Position,
  { budget }: TrainRequest,
  data: TrainingData,
  { compute, device }: Pick<RunPorts, "compute" | "device">,
): Promise<Position> {
  if (!budget || !("minutes" in budget)) return start;
  const { recipe, step, state } = start;
  const shaped = { ...recipe, ...shapeAt(recipe, step) };
  const engine = await openStepEngine(compute, shaped, state, device);
  const batches = startBatches({
    ...{ photographs: data.training, recipe, cacheBytes: CACHE_BYTES },
  });
  try {
    const ports = { engine, batches, from: step };
    const steps = await stepsInMinutes(budget.minutes, recipe, ports);
    return { ...start, recipe: { ...recipe, steps: step + steps } };
  } finally {
    await batches.stop();
    await engine.close();
  }
}

/** From the base network, or random. Another stream than the batches', which use (seed, step). */
async function startingWeights(recipe: Recipe): Promise<Float32Array> {
  const network = networks[recipe.network];
  if (recipe.base === "none")
    return packWeights(
      network,
      initialise(network, new Random(Random.seed(recipe.seed, 0, 1))),
    );
  const base = await loadNetwork(recipe.base);
  return packWeights(network, readWeights(base.model, network, base.file));
}
