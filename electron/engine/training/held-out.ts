/** Measures a network in training on patches of photographs that it does not learn from. */
import { invariant } from "../../../models/errors.ts";
import type { Batch } from "../../../models/training/batches.ts";
import type { Recipe } from "../../../models/training/recipe.ts";
import { buildMeasure } from "../../../models/training/step.ts";
import type { DeviceId } from "../../services/api.ts";
import type { Compute } from "../compute.ts";
import { modelOf } from "../engines.ts";
import { PORTABLE } from "../onnx/builder.ts";
import { trainedNetwork } from "./trained-network.ts";
import { isHeld } from "../tensors.ts";
import { startBatches } from "./batch-thread.ts";
import type { PhotographFile } from "./batch-messages.ts";
import { cpuTarget } from "./step-engine.ts";

/** Batches that are measured: of 8 patches of 96², 0.6 megapixels. */
const BATCHES = 8;
const CACHE_BYTES = 3e8;

export interface HeldOut {
  /** Mean PSNR of the patches as they are, in dB. */
  readonly noisy: number;
  /** The same of what weights (a step's vector) make of them. */
  psnr(weights: Float32Array): Promise<number>;
  /** Goes on on another device. */
  moveTo(device: DeviceId): Promise<void>;
  close(): Promise<void>;
}

/** The patches and their noise are always the same, and in memory. Null where no photograph is held out. */
export async function openHeldOut(
  compute: Compute,
  recipe: Recipe,
  photographs: readonly PhotographFile[],
  device: DeviceId,
): Promise<HeldOut | null> {
  if (photographs.length === 0) return null;
  const { batch: n, patch } = recipe;
  const batches = await patchesOf(recipe, photographs);
  const graph = buildMeasure(await trainedNetwork(recipe), recipe);
  const inputs = new Set(graph.inputs.map(({ attributes }) => attributes.name));
  const openOn = async (on: DeviceId): Promise<number> => {
    const target = on === "cpu" ? await cpuTarget(compute) : PORTABLE;
    return compute.open(modelOf(graph, on, { target }), { device: on });
  };
  let session = await openOn(device);
  return {
    noisy: meanPsnr(
      batches.flatMap(({ image, clean }) => squaredErrors(image!, clean!, n)),
    ),
    async psnr(weights) {
      const squared: number[] = [];
      for (const { image, sigma, clean } of batches) {
        const feeds = {
          image: { dims: [n, 3, patch, patch], data: image! },
          clean: { dims: [n, 3, patch, patch], data: clean! },
          sigma: { dims: [n, 1, patch / 2, patch / 2], data: sigma! },
          weights: { dims: [weights.length], data: weights },
        };
        const results = await compute.run(
          session,
          Object.fromEntries(
            Object.entries(feeds).filter(([name]) => inputs.has(name)),
          ),
          { keepFeeds: true },
        );
        const tensor = results["squared"];
        invariant(tensor && !isHeld(tensor), "errors are returned as values");
        squared.push(...tensor.data);
      }
      return meanPsnr(squared);
    },
    async moveTo(on) {
      // What failed may fail to close as well.
      await compute.close(session).catch(() => undefined);
      session = await openOn(on);
    },
    close: () => compute.close(session),
  };
}

/** As training makes them, but of the held-out photographs. */
async function patchesOf(
  recipe: Recipe,
  photographs: readonly PhotographFile[],
): Promise<readonly Batch[]> {
  const source = startBatches({
    ...{ photographs, cacheBytes: CACHE_BYTES },
    // They stay as they are when those that are learnt from become larger.
    recipe: { ...recipe, steps: Infinity },
  });
  try {
    const batches: Batch[] = [];
    for (let step = 0; step < BATCHES; step++)
      batches.push(await source.batch(step));
    return batches;
  } finally {
    await source.stop();
  }
}

function squaredErrors(
  image: Float32Array,
  clean: Float32Array,
  patches: number,
): number[] {
  const size = image.length / patches;
  return Array.from({ length: patches }, (_, patch) => {
    let sum = 0;
    for (let i = patch * size; i < (patch + 1) * size; i++)
      sum += (image[i]! - clean[i]!) ** 2;
    return sum / size;
  });
}

/** Patches that are met exactly count as 70 dB. */
function meanPsnr(squared: readonly number[]): number {
  const decibels = squared.map((value) => -10 * Math.log10(value + 1e-7));
  return decibels.reduce((sum, value) => sum + value, 0) / decibels.length;
}
