/** The use case `train`: clean photographs in, a network and its card out. */
import { NitidoError } from "../../../models/errors.ts";
import { networks } from "../../../models/networks/table.ts";
import { initialise } from "../../../models/networks/network.ts";
import { Random } from "../../../models/random.ts";
import {
  checkpoint,
  train as trainingLoop,
} from "../../../models/training/loop.ts";
import {
  DEFAULT_RECIPE,
  FINE_TUNING,
  type Recipe,
} from "../../../models/training/recipe.ts";
import { packWeights, parameterCount } from "../../../models/training/step.ts";
import type { TrainRequest } from "../../services/api.ts";
import { expandInputs } from "../../services/inputs.ts";
import { loadNetwork } from "../networks/load.ts";
import { readWeights } from "../onnx/export.ts";
import { startBatches } from "../training/batch-thread.ts";
import { Meter } from "../training/meter.ts";
import {
  createRun,
  refuseRun,
  reopenRun,
  type RunFolder,
} from "../training/run-folder.ts";
import {
  type OnnxStepEngine,
  openStepEngine,
  type TrainingState,
} from "../training/step-engine.ts";
import { stepsInMinutes } from "../training/time-budget.ts";
import { refuseNetwork, writeNetwork } from "../training/write-network.ts";
import type { Task } from "./task.ts";

/** Decoded photographs kept in memory. */
const CACHE_BYTES = 1.5e9;
/** Seconds between checkpoints: what a crash can cost. */
const CHECKPOINT_SECONDS = 120;

export const train: Task<"train"> = async (
  request,
  { compute, devices, progress, signal },
) => {
  const files = await photographs(request.folder);
  await refuseNetwork(request.out, request.overwrite);
  const choice = await devices.choose(request.device);
  const { device } = choice;
  const start = await prepare(request);
  const from = start.step;
  let { recipe } = start;
  const openWork = (): Promise<OnnxStepEngine> =>
    openStepEngine(compute, recipe, start.state, device);

  let engine = await openWork();
  const batches = startBatches({ files, recipe, cacheBytes: CACHE_BYTES });
  try {
    if (request.budget && "minutes" in request.budget) {
      const steps = await stepsInMinutes(request.budget.minutes, recipe, {
        engine,
        batches,
        from,
      });
      recipe = { ...recipe, steps: from + steps };
      // The measured steps were practice: training begins again from the state it was given.
      await engine.close();
      engine = await openWork();
    }
    const run = start.run ?? (await createRun(request.run, recipe));
    progress({
      kind: "started",
      choice,
      network: recipe.network,
      parameters: parameterCount(networks[recipe.network]),
      images: files.length,
      step: from,
    });
    const meter = new Meter(recipe, from);
    const save = async (step: number) => {
      const file = await run.save(await checkpoint(recipe, step, engine));
      progress({ kind: "checkpoint", step, file });
    };
    let step = from;
    let savedAt = performance.now();
    for await (const report of trainingLoop(recipe, from, {
      engine,
      batch: (at) => batches.batch(at),
      signal,
    })) {
      step = report.step;
      const metrics = meter.count(report);
      await run.record(metrics);
      if (meter.dueForDisplay())
        progress({ kind: "step", ...meter.progress() });
      if (performance.now() - savedAt > 1000 * CHECKPOINT_SECONDS) {
        await save(step);
        savedAt = performance.now();
      }
    }
    await save(step);
    if (signal.aborted) throw new NitidoError("CANCELLED", { run: run.path });
    const { average } = await engine.state();
    const facts = { device, ...meter.summary() };
    await writeNetwork(request.out, recipe, average, facts, request.overwrite);
    return {
      out: request.out,
      run: run.path,
      network: recipe.network,
      noise: recipe.noise,
      device,
      steps: step,
      ...meter.summary(),
    };
  } finally {
    await batches.stop();
    await engine.close();
  }
};

interface Start {
  readonly recipe: Recipe;
  readonly step: number;
  readonly state: Readonly<TrainingState>;
  /** Only when resumed: a new run's folder is made when its recipe is final. */
  readonly run: RunFolder | null;
}

async function prepare(request: TrainRequest): Promise<Start> {
  const { budget } = request;
  const steps = budget && "steps" in budget ? budget.steps : undefined;
  if (request.resume) {
    const { run, checkpoint: saved } = await reopenRun(request.run);
    const recipe =
      steps === undefined ? saved.recipe : { ...saved.recipe, steps };
    return { recipe, step: saved.step, state: saved.state, run };
  }
  await refuseRun(request.run, request.overwrite);
  const recipe: Recipe = {
    ...DEFAULT_RECIPE,
    ...(request.base === "none" ? {} : FINE_TUNING),
    ...(steps === undefined ? {} : { steps }),
    network: request.network,
    noise: request.noise,
    base: request.base,
    seed: request.seed,
  };
  const weights = await startingWeights(recipe);
  const zeros = new Float32Array(weights.length);
  return {
    recipe,
    step: 0,
    state: { weights, average: weights, mean: zeros, square: zeros },
    run: null,
  };
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

/**
 * Every photograph of a folder and those inside it, in an order that no language changes. Throws
 * FILE_NOT_FOUND, FILE_UNREADABLE, and DATA_UNSUITABLE when there is none.
 */
async function photographs(folder: string): Promise<string[]> {
  const found = await expandInputs([folder], true);
  for (const { error } of found) if (error) throw error;
  if (found.length === 0)
    throw new NitidoError("DATA_UNSUITABLE", {
      file: folder,
      reason: "no photographs in it",
    });
  return found.map(({ path }) => path).sort();
}
