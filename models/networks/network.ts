/** What a denoising network is: a function from images and a noise map to images, and the weights that it asks for. */
import { type Node, constant, input } from "../graph/graph.ts";
import { type Shape, sizeOf } from "../graph/tensor.ts";
import type { Random } from "../random.ts";

/**
 * Hands a network its weights by name. `gain` scales the initial standard deviation √(2 / fan-in)
 * (He et al. 2015); the fan-in is the product of all extents but the first.
 */
export type Weight = (name: string, shape: Shape, gain?: number) => Node;

/** `image`: N×3×H×W in 0..1. `sigma`: N×1×H/2×W/2, noise level in 0..1 at half resolution. */
export interface DenoiserInputs {
  readonly image: Node;
  readonly sigma: Node;
}

export interface Network {
  readonly name: string;
  /** The denoised image, N×3×H×W. H and W must be multiples of the network's total stride. */
  forward(inputs: DenoiserInputs, weight: Weight): Node;
  /** Of one that has a noise meter beside it: its answer for images N×3×H×W (`measureLevel`). */
  readonly measure?: (image: Node, weight: Weight) => Node;
}

export interface ParameterSpec {
  readonly name: string;
  readonly shape: Shape;
  readonly gain: number;
}

/** Weights by name, each with its shape. */
export type Parameters = ReadonlyMap<
  string,
  { readonly shape: Shape; readonly data: Float32Array }
>;

/** Input nodes for a batch of `height`×`width` images. */
export function denoiserInputs(
  batch: number,
  height: number,
  width: number,
): DenoiserInputs {
  return {
    image: input("image", [batch, 3, height, width]),
    sigma: input("sigma", [batch, 1, height / 2, width / 2]),
  };
}

/** The weights that a network asks for, in order. The image size of this dry run has no influence. */
export function parameterSpecs(network: Network): ParameterSpec[] {
  const specs: ParameterSpec[] = [];
  const inputs = denoiserInputs(1, 64, 64);
  const weight: Weight = (name, shape, gain = 1) => {
    specs.push({ name, shape, gain });
    return input(name, shape);
  };
  network.forward(inputs, weight);
  network.measure?.(inputs.image, weight);
  return specs;
}

/** Random initial weights. */
export function initialise(network: Network, random: Random): Parameters {
  return randomWeights(parameterSpecs(network), random);
}

/** Random initial weights of any network that asks for these. */
export function randomWeights(
  specs: readonly ParameterSpec[],
  random: Random,
): Parameters {
  return new Map(
    specs.map(({ name, shape, gain }) => {
      const data = new Float32Array(sizeOf(shape));
      const deviation = gain * Math.sqrt(2 / sizeOf(shape.slice(1)));
      for (let i = 0; i < data.length; i++)
        data[i] = deviation * random.normal();
      return [name, { shape, data }];
    }),
  );
}

/** Weights as constants, for inference. Throws when a weight is missing. */
export function fixedWeights(parameters: Parameters): Weight {
  return (name, shape) => {
    const parameter = parameters.get(name);
    if (!parameter) throw new Error(`invariant: weight ${name} is missing`);
    return constant(shape, parameter.data, name);
  };
}
