/** The use case `bench`: the speed of a training step and of inference, beside what the machine can do at most. */
import { graph, input } from "../../../models/graph/graph.ts";
import { matmul } from "../../../models/graph/ops/matmul.ts";
import { initialise } from "../../../models/networks/network.ts";
import { networks } from "../../../models/networks/table.ts";
import { Random } from "../../../models/random.ts";
import { DEFAULT_RECIPE } from "../../../models/training/recipe.ts";
import { scalarsAt } from "../../../models/training/schedule.ts";
import { packWeights } from "../../../models/training/step.ts";
import { freshState } from "../../../models/training/weight-vector.ts";
import type { DeviceId } from "../../services/api.ts";
import type { Compute } from "../compute.ts";
import { modelOf } from "../engines.ts";
import { exportDenoiser } from "../onnx/export.ts";
import { openStepEngine } from "../training/step-engine.ts";
import type { Task } from "./task.ts";

/** As in the yardstick (`torch_peer.py`), so that figures compare. */
const TRAIN = { batch: 8, patch: 128 };
const INFER_EDGE = 1024;
const PEAK_EDGE = 2048;
/** Floating-point operations per pixel of inference, multiplications and additions. */
const FLOP_PER_PIXEL = { fast: 53_800, best: 488_000 } as const;

export const bench: Task<"bench"> = async (
  request,
  { compute, devices, progress, signal },
) => {
  const { device } = await devices.choose(request.device);
  const network = networks[request.network];
  const parameters = initialise(network, new Random(0));

  progress({ kind: "phase", phase: "peak", fraction: 0 });
  const peakSeconds = await fastestProduct(compute, device, signal);
  const peakGflops = (2 * PEAK_EDGE ** 3) / peakSeconds / 1e9;

  progress({ kind: "phase", phase: "train", fraction: 0.2 });
  const recipe = { ...DEFAULT_RECIPE, ...TRAIN, network: request.network };
  const weights = packWeights(network, parameters);
  const state = freshState(weights);
  const engine = await openStepEngine(compute, recipe, state, device);
  const pixels = TRAIN.batch * TRAIN.patch ** 2;
  const trainSeconds = await fastest(signal, 6, async () => {
    const batch = {
      image: noise(3 * pixels),
      clean: noise(3 * pixels),
      sigma: noise(pixels / 4),
    };
    const started = performance.now();
    await engine.step(batch, scalarsAt(recipe, 0));
    return performance.now() - started;
  });
  await engine.close();

  progress({ kind: "phase", phase: "infer", fraction: 0.6 });
  const session = await compute.open(exportDenoiser(network, parameters), {
    device,
  });
  const inferSeconds = await fastest(signal, 5, async () => {
    const feeds = {
      image: {
        dims: [1, 3, INFER_EDGE, INFER_EDGE],
        data: noise(3 * INFER_EDGE ** 2),
      },
      sigma: {
        dims: [1, 1, INFER_EDGE / 2, INFER_EDGE / 2],
        data: noise(INFER_EDGE ** 2 / 4),
      },
    };
    const started = performance.now();
    await compute.run(session, feeds);
    return performance.now() - started;
  });
  await compute.close(session);

  const inferMpxPerSecond = INFER_EDGE ** 2 / 1e6 / inferSeconds;
  return {
    device,
    network: request.network,
    trainMpxPerSecond: pixels / 1e6 / trainSeconds,
    inferMpxPerSecond,
    inferGflops: (inferMpxPerSecond * FLOP_PER_PIXEL[request.network]) / 1e3,
    peakGflops,
  };
};

/** Seconds of one product of two square matrices. */
async function fastestProduct(
  compute: Compute,
  device: DeviceId,
  signal: AbortSignal,
): Promise<number> {
  const shape = [PEAK_EDGE, PEAK_EDGE];
  const product = graph({ y: matmul(input("a", shape), input("b", shape)) });
  const session = await compute.open(modelOf(product, device), { device });
  const seconds = await fastest(signal, 5, async () => {
    const feeds = {
      a: { dims: shape, data: noise(PEAK_EDGE ** 2) },
      b: { dims: shape, data: noise(PEAK_EDGE ** 2) },
    };
    const started = performance.now();
    await compute.run(session, feeds);
    return performance.now() - started;
  });
  await compute.close(session);
  return seconds;
}

/** The best of several runs, in seconds: what is slower was disturbed. Two more come first, to warm up. */
async function fastest(
  signal: AbortSignal,
  runs: number,
  run: () => Promise<number>,
): Promise<number> {
  let best = Infinity;
  for (let i = 0; i < runs + 2; i++) {
    signal.throwIfAborted();
    const milliseconds = await run();
    if (i >= 2) best = Math.min(best, milliseconds);
  }
  return best / 1000;
}

function noise(size: number): Float32Array {
  const values = new Float32Array(size);
  new Random(1).fillNormal(values);
  return values;
}
