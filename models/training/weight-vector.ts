/** The vector that holds all weights of a network in training, and the state around it. */
import { sizeOf } from "../graph/tensor.ts";
import type { ParameterSpec, Parameters } from "../networks/network.ts";
import type { StateName } from "./optimised.ts";

export function vectorLength(specs: readonly ParameterSpec[]): number {
  return specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** The weights that the specifications name, one after the other. */
export function packParameters(
  specs: readonly ParameterSpec[],
  parameters: Parameters,
): Float32Array {
  const packed = new Float32Array(vectorLength(specs));
  let offset = 0;
  for (const { name, shape } of specs) {
    const data = parameters.get(name)?.data;
    if (data?.length !== sizeOf(shape))
      throw new Error(`invariant: weight ${name} has the wrong size`);
    packed.set(data, offset);
    offset += data.length;
  }
  return packed;
}

/** Weights by name, copied from the vector. */
export function unpackParameters(
  specs: readonly ParameterSpec[],
  packed: Float32Array,
): Parameters {
  let offset = 0;
  return new Map(
    specs.map(({ name, shape }) => {
      const data = packed.slice(offset, (offset += sizeOf(shape)));
      return [name, { shape, data }];
    }),
  );
}

/** The state that a training begins with. Its tensors may share memory: nothing writes into them. */
export function freshState(
  weights: Float32Array,
): Readonly<Record<StateName, Float32Array>> {
  const zeros = new Float32Array(weights.length);
  return { weights, average: weights, mean: zeros, square: zeros };
}
