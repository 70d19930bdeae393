/** The training step as one graph: forward, loss, backward, clipping, AdamW and moving average; state in, state out. */
import { checkGraph } from "../graph/check.ts";
import { gradients } from "../graph/grad.ts";
import { type Graph, type Node, graph, input } from "../graph/graph.ts";
import { concat } from "../graph/ops/concat.ts";
import { reshape } from "../graph/ops/reshape.ts";
import { slice } from "../graph/ops/slice.ts";
import { sub } from "../graph/ops/sub.ts";
import { sizeOf } from "../graph/tensor.ts";
import {
  type Network,
  type Parameters,
  type DenoiserInputs,
  parameterSpecs,
} from "../networks/network.ts";
import { type AdamOptions, adamStep } from "./adam.ts";
import type { DataMode } from "./data/mode.ts";
import { squaredPerPatch } from "./losses.ts";

/** The state tensors, in and out of a step, each a vector over all weights. */
export const STATE = ["weights", "mean", "square", "average"] as const;
export type StateName = (typeof STATE)[number];

/** The scalars that a step is given. */
export const SCALARS = ["rate", "decay", "renewal", "lossMix"] as const;
export type ScalarName = (typeof SCALARS)[number];

export interface StepShape {
  readonly batch: number;
  /** Edge of the square patches, in pixels. */
  readonly patch: number;
}

/**
 * Inputs: those of the way of training, the state and the scalars; outputs: `loss`, `norm` (of the
 * gradient) and the new state as `next.<name>`.
 *
 * All weights live in one vector: the optimiser is then twenty nodes instead of twenty per weight,
 * and the state is four tensors to keep on a device, to save and to load.
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
  const scalars = Object.fromEntries(
    SCALARS.map((name) => [name, input(name, [])]),
  ) as Record<ScalarName, Node>;
  const size = parameterCount(network);
  const state = Object.fromEntries(
    STATE.map((name) => [name, input(name, [size])]),
  ) as Record<StateName, Node>;

  const weights: Node[] = [];
  const loss = mode.loss({
    inputs,
    mix: scalars.lossMix,
    denoise: (image, sigma) =>
      forward(network, { image, sigma }, state.weights, weights),
    // Gradients are taken by the weights' nodes above, so that none come this way.
    frozen: (image, sigma) => forward(network, { image, sigma }, state.weights),
  });
  const gradient = concat(
    gradients(loss, weights).map((g) => reshape(g, [sizeOf(g.shape)])),
    0,
  );
  const { norm, ...next } = adamStep(state, gradient, scalars, adam);
  const outputs = STATE.map((name) => [`next.${name}`, next[name]] as const);
  return checkGraph(graph({ loss, norm, ...Object.fromEntries(outputs) }));
}

/**
 * The mean squared errors of a batch's patches, rounded by nothing: input `weights` and those of
 * training with a clean side, output `squared`, N.
 */
export function buildMeasure(
  network: Network,
  { batch, patch }: StepShape,
): Graph {
  const image = input("image", [batch, 3, patch, patch]);
  const sigma = input("sigma", [batch, 1, patch / 2, patch / 2]);
  const clean = input("clean", [batch, 3, patch, patch]);
  const packed = input("weights", [parameterCount(network)]);
  const error = sub(forward(network, { image, sigma }, packed), clean);
  const squared = reshape(squaredPerPatch(error), [batch]);
  return checkGraph(graph({ squared }));
}

/** The network's answer by weights in one vector; the weights' nodes are put into `asked`. */
function forward(
  network: Network,
  inputs: DenoiserInputs,
  packed: Node,
  asked: Node[] = [],
): Node {
  let offset = 0;
  return network.forward(inputs, (_name, shape) => {
    const start = offset;
    offset += sizeOf(shape);
    const weight = reshape(slice(packed, [start], [offset]), shape);
    asked.push(weight);
    return weight;
  });
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
  return parameterSpecs(network).reduce(
    (sum, { shape }) => sum + sizeOf(shape),
    0,
  );
}

/** The weight vector of a step from weights by name. */
export function packWeights(
  network: Network,
  parameters: Parameters,
): Float32Array {
  const packed = new Float32Array(parameterCount(network));
  let offset = 0;
  for (const { name, shape } of parameterSpecs(network)) {
    const data = parameters.get(name)?.data;
    if (data?.length !== sizeOf(shape))
      throw new Error(`invariant: weight ${name} has the wrong size`);
    packed.set(data, offset);
    offset += data.length;
  }
  return packed;
}

/** Weights by name from the weight vector of a step. */
export function unpackWeights(
  network: Network,
  packed: Float32Array,
): Parameters {
  let offset = 0;
  return new Map(
    parameterSpecs(network).map(({ name, shape }) => {
      const data = packed.slice(offset, (offset += sizeOf(shape)));
      return [name, { shape, data }];
    }),
  );
}
