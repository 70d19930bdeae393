/** A training step around any loss: gradients, clipping, AdamW and moving average, over weights that live in one vector. */
import { checkGraph } from "../graph/check.ts";
import { gradients } from "../graph/grad.ts";
import {
  constant,
  type Graph,
  type Node,
  graph,
  input,
} from "../graph/graph.ts";
import { concat } from "../graph/ops/concat.ts";
import { reshape } from "../graph/ops/reshape.ts";
import { slice } from "../graph/ops/slice.ts";
import { sizeOf } from "../graph/tensor.ts";
import type { ParameterSpec, Weight } from "../networks/network.ts";
import { type AdamOptions, adamStep } from "./adam.ts";
import { vectorLength } from "./weight-vector.ts";

/** The state tensors, in and out of a step, each a vector over all weights. */
export const STATE = ["weights", "mean", "square", "average"] as const;
export type StateName = (typeof STATE)[number];

/** The scalars that a step is given. */
export const SCALARS = ["rate", "decay", "renewal", "lossMix"] as const;
export type ScalarName = (typeof SCALARS)[number];

export interface LossParts {
  /** The weights, from which gradients are taken. */
  readonly weight: Weight;
  /** The same values, from which nothing is learnt. */
  readonly frozen: Weight;
  /** How far the loss has gone from its first form to its last: a scalar of 0..1. */
  readonly mix: Node;
}

export interface StepOptions {
  readonly specs: readonly ParameterSpec[];
  readonly adam: AdamOptions;
  /** Outputs by name, of which `loss`, a scalar, is made small; the others only tell. */
  readonly outputs: (
    parts: LossParts,
  ) => Readonly<Record<string, Node>> & { readonly loss: Node };
  /** Which weights learn; all by default. */
  readonly learns?: (name: string) => boolean;
}

/**
 * Inputs: those that the loss asks for, the state and the scalars; outputs: those given, `norm` (of
 * the gradient) and the new state as `next.<name>`.
 *
 * All weights live in one vector: the optimiser is then twenty nodes instead of twenty per weight,
 * and the state is four tensors to keep on a device, to save and to load.
 */
export function optimisedStep({
  specs,
  adam,
  outputs,
  learns = () => true,
}: StepOptions): Graph {
  const size = vectorLength(specs);
  const scalars = inputsOf(SCALARS, []);
  const state = inputsOf(STATE, [size]);
  const views = viewsOf(specs, state.weights);
  const told = outputs({
    weight: byName(views),
    frozen: byName(viewsOf(specs, state.weights)),
    mix: scalars.lossMix,
  });
  const learning = specs.filter(({ name }) => learns(name));
  const found = new Map(
    gradients(
      told.loss,
      learning.map(({ name }) => views.get(name)!),
    ).map((gradient, i) => [learning[i]!.name, gradient]),
  );
  const gradient = concat(
    specs.map(({ name, shape }) => {
      const length = sizeOf(shape);
      const own = found.get(name);
      return own
        ? reshape(own, [length])
        : constant([length], new Float32Array(length));
    }),
    0,
  );
  const { norm, ...next } = adamStep(state, gradient, scalars, adam);
  const states = STATE.map((name) => [`next.${name}`, next[name]] as const);
  return checkGraph(graph({ ...told, norm, ...Object.fromEntries(states) }));
}

/** The weights as views of a vector over all of them. */
export function packedWeights(
  specs: readonly ParameterSpec[],
  packed: Node,
): Weight {
  return byName(viewsOf(specs, packed));
}

function viewsOf(
  specs: readonly ParameterSpec[],
  packed: Node,
): ReadonlyMap<string, Node> {
  let end = 0;
  return new Map(
    specs.map(({ name, shape }) => {
      const start = end;
      end += sizeOf(shape);
      return [name, reshape(slice(packed, [start], [end]), shape)];
    }),
  );
}

function byName(views: ReadonlyMap<string, Node>): Weight {
  return (name) => {
    const view = views.get(name);
    if (!view) throw new Error(`invariant: weight ${name} is missing`);
    return view;
  };
}

function inputsOf<Name extends string>(
  names: readonly Name[],
  shape: readonly number[],
): Readonly<Record<Name, Node>> {
  return Object.fromEntries(
    names.map((name) => [name, input(name, shape)]),
  ) as Record<Name, Node>;
}
