/** The training step as one graph: forward, loss, backward, clipping, AdamW and moving average; state in, state out. */
import { checkGraph } from "../graph/check.ts";
import { gradients } from "../graph/grad.ts";
import { type Graph, type Node, graph, input, scalar } from "../graph/graph.ts";
import { abs } from "../graph/ops/abs.ts";
import { add } from "../graph/ops/add.ts";
import { concat } from "../graph/ops/concat.ts";
import { log } from "../graph/ops/log.ts";
import { mul } from "../graph/ops/mul.ts";
import { reduceMean } from "../graph/ops/reduce-mean.ts";
import { reshape } from "../graph/ops/reshape.ts";
import { slice } from "../graph/ops/slice.ts";
import { sub } from "../graph/ops/sub.ts";
import { sizeOf } from "../graph/tensor.ts";
import {
  type Network,
  type Parameters,
  denoiserInputs,
  parameterSpecs,
} from "../networks/network.ts";
import { type AdamOptions, adamStep } from "./adam.ts";

/** The state tensors, in and out of a step, each a vector over all weights. */
export const STATE = ["weights", "mean", "square", "average"] as const;
export type StateName = (typeof STATE)[number];

/** The scalars that a step is given. */
export const SCALARS = ["rate", "decay", "renewal", "psnrShare"] as const;
export type ScalarName = (typeof SCALARS)[number];

export interface StepShape {
  readonly batch: number;
  /** Edge of the square patches, in pixels. */
  readonly patch: number;
}

/** Brings the gradient of the logarithm to the size of the absolute error's near the end of training. */
const PSNR_SCALE = 0.01;
/** Keeps patches without noise, which can be met exactly, from outweighing all others: (0.25/255)². */
const FAINTEST = 1e-6;

/**
 * Inputs: `image`, `sigma`, `clean`, the state and the scalars; outputs: `loss`, `norm` (of the
 * gradient) and the new state as `next.<name>`. The loss is (1 − q)·mean|e| + q·0.01·mean ln(mse)
 * with q = `psnrShare` and the mean squared error of each patch.
 *
 * All weights live in one vector: the optimiser is then twenty nodes instead of twenty per weight,
 * and the state is four tensors to keep on a device, to save and to load.
 */
export function buildStep(
  network: Network,
  { batch, patch }: StepShape,
  adam: AdamOptions,
): Graph {
  const inputs = denoiserInputs(batch, patch, patch);
  const clean = input("clean", inputs.image.shape);
  const scalars = Object.fromEntries(
    SCALARS.map((name) => [name, input(name, [])]),
  ) as Record<ScalarName, Node>;
  const size = parameterCount(network);
  const state = Object.fromEntries(
    STATE.map((name) => [name, input(name, [size])]),
  ) as Record<StateName, Node>;

  const weights: Node[] = [];
  let offset = 0;
  const output = network.forward(inputs, (_name, shape) => {
    const start = offset;
    offset += sizeOf(shape);
    const weight = reshape(slice(state.weights, [start], [offset]), shape);
    weights.push(weight);
    return weight;
  });
  const loss = mixedLoss(sub(output, clean), scalars.psnrShare);
  const gradient = concat(
    gradients(loss, weights).map((g) => reshape(g, [sizeOf(g.shape)])),
    0,
  );
  const { norm, ...next } = adamStep(state, gradient, scalars, adam);
  const outputs = STATE.map((name) => [`next.${name}`, next[name]] as const);
  return checkGraph(graph({ loss, norm, ...Object.fromEntries(outputs) }));
}

/**
 * The mean of the logarithms of the patches' squared errors is, but for sign and scale, their mean
 * PSNR: what is measured in the end. Faint noise counts as much in it as strong noise does, while
 * squared errors themselves would leave the faint to chance.
 */
function mixedLoss(error: Node, share: Node): Node {
  const absolute = mul(reduceMean(abs(error)), sub(scalar(1), share));
  const perPatch = reduceMean(mul(error, error), [1, 2, 3]);
  const logarithm = reduceMean(log(add(perPatch, scalar(FAINTEST))));
  return reshape(
    add(absolute, mul(logarithm, mul(share, scalar(PSNR_SCALE)))),
    [],
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
