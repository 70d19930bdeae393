/** The training step as one graph: forward, loss, backward, clipping, AdamW and moving average; state in, state out. */
import { checkGraph } from "../graph/check.ts";
import { type Graph, graph, input } from "../graph/graph.ts";
import { invariant } from "../errors.ts";
import { reshape } from "../graph/ops/reshape.ts";
import { sub } from "../graph/ops/sub.ts";
import {
  type Network,
  type Parameters,
  denoiserInputs,
  parameterSpecs,
} from "../networks/network.ts";
import { noiseMapOfLevel } from "../networks/meter.ts";
import type { AdamOptions } from "./adam.ts";
import type { DataMode } from "./data/mode.ts";
import { squaredPerPatch } from "./losses.ts";
import { optimisedStep, packedWeights } from "./optimised.ts";
import {
  packParameters,
  unpackParameters,
  vectorLength,
} from "./weight-vector.ts";

export interface StepShape {
  readonly batch: number;
  /** Edge of the square patches, in pixels. */
  readonly patch: number;
}

/**
 * Inputs: those of the way of training, and what `optimisedStep` adds; outputs: `loss`, and what it
 * adds.
 */
export function buildStep(
  network: Network,
  { batch, patch }: StepShape,
  adam: AdamOptions,
  mode: DataMode,
): Graph {
  const inputs = mapValues(mode.inputs(patch), (extents, name) =>
    input(name, [batch, ...extents]),
  );
  return optimisedStep({
    ...{ specs: parameterSpecs(network), adam },
    outputs: ({ weight, frozen, mix }) => ({
      loss: mode.loss({
        ...{ inputs, mix },
        denoise: (image, sigma) => network.forward({ image, sigma }, weight),
        frozen: (image, sigma) => network.forward({ image, sigma }, frozen),
        measure(image) {
          invariant(network.measure, "a meter is trained with");
          return network.measure(image, weight);
        },
      }),
    }),
  });
}

/**
 * The mean squared errors of a batch's patches, rounded by nothing: input `weights` and those of
 * training with a clean side, output `squared`, N. With a meter, the map is what that measures, as it
 * will be later; `sigma` is then no input.
 */
export function buildMeasure(
  network: Network,
  { batch, patch }: StepShape,
): Graph {
  const image = input("image", [batch, 3, patch, patch]);
  const sigma = input("sigma", [batch, 1, patch / 2, patch / 2]);
  const clean = input("clean", [batch, 3, patch, patch]);
  const packed = input("weights", [parameterCount(network)]);
  const weight = packedWeights(parameterSpecs(network), packed);
  const told = network.measure
    ? noiseMapOfLevel(network.measure(image, weight))
    : sigma;
  const error = sub(network.forward({ image, sigma: told }, weight), clean);
  const squared = reshape(squaredPerPatch(error), [batch]);
  return checkGraph(graph({ squared }));
}

/** Input `image`, 1×3×H×W, `sigma` and `weights`; output `denoised`. */
export function buildDenoise(
  network: Network,
  { height, width }: { readonly height: number; readonly width: number },
): Graph {
  const packed = input("weights", [parameterCount(network)]);
  const weight = packedWeights(parameterSpecs(network), packed);
  const inputs = denoiserInputs(1, height, width);
  return checkGraph(graph({ denoised: network.forward(inputs, weight) }));
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, change(value, name)]),
  );
}

export function parameterCount(network: Network): number {
  return vectorLength(parameterSpecs(network));
}

/** The weight vector of a step from weights by name. */
export function packWeights(
  network: Network,
  parameters: Parameters,
): Float32Array {
  return packParameters(parameterSpecs(network), parameters);
}

/** Weights by name from the weight vector of a step. */
export function unpackWeights(
  network: Network,
  packed: Float32Array,
): Parameters {
  return unpackParameters(parameterSpecs(network), packed);
}
