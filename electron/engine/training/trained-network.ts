/** What a recipe trains: a denoiser, alone or with a noise meter beside it. Its weights come first. */
import { meterSpecs, withMeter } from "../../../models/networks/meter.ts";
import {
  type Network,
  type Parameters,
  randomWeights,
} from "../../../models/networks/network.ts";
import { networks } from "../../../models/networks/table.ts";
import { Random } from "../../../models/random.ts";
import type { Recipe } from "../../../models/training/recipe.ts";
import { parameterCount } from "../../../models/training/step.ts";
import { unpackParameters } from "../../../models/training/weight-vector.ts";
import { loadMeter } from "../networks/meter.ts";

/** Throws MODEL_DAMAGED where the shipped meter is needed and cannot be read. */
export async function trainedNetwork({
  network: name,
  meter,
}: Pick<Recipe, "network" | "meter">): Promise<Network> {
  const network = networks[name];
  if (meter === undefined) return network;
  return meter === "learns"
    ? withMeter(network)
    : withMeter(network, (await loadMeter()).parameters);
}

/** What the weights of a meter that learns start from: the shipped one's, or with a denoiser from nothing random ones. */
export async function firstMeter({
  base,
  seed,
}: Pick<Recipe, "base" | "seed">): Promise<Parameters> {
  return base === "none"
    ? randomWeights(meterSpecs(), new Random(Random.seed(seed, 0, 2)))
    : (await loadMeter()).parameters;
}

/** The denoiser's part of a vector over all that is trained. */
export function denoiserWeights(
  { network }: Pick<Recipe, "network">,
  weights: Float32Array,
): Float32Array {
  return weights.subarray(0, parameterCount(networks[network]));
}

/** The meter's part, by name; undefined where none is trained. */
export function meterWeights(
  { network, meter }: Pick<Recipe, "network" | "meter">,
  weights: Float32Array,
): Parameters | undefined {
  if (meter !== "learns") return undefined;
  const rest = weights.subarray(parameterCount(networks[network]));
  return unpackParameters(meterSpecs(), rest);
}
