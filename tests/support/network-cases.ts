/** Whole networks as cases: their result and derivatives, and three steps of their training. */
import { evaluate } from "../../models/graph/evaluate.ts";
import type { Graph } from "../../models/graph/graph.ts";
import { type Tensor, sizeOf } from "../../models/graph/tensor.ts";
import {
  type Network,
  initialise,
  parameterSpecs,
} from "../../models/networks/network.ts";
import { withMeter } from "../../models/networks/meter.ts";
import { networks } from "../../models/networks/table.ts";
import { unet } from "../../models/networks/unet.ts";
import { Random } from "../../models/random.ts";
import { clean } from "../../models/training/data/clean.ts";
import { metered } from "../../models/training/data/metered.ts";
import type { DataMode } from "../../models/training/data/mode.ts";
import { DEFAULT_RECIPE } from "../../models/training/recipe.ts";
import { scalarsAt } from "../../models/training/schedule.ts";
import { SCALARS, STATE } from "../../models/training/optimised.ts";
import { buildStep, packWeights } from "../../models/training/step.ts";
import type { Run } from "./onnx.ts";
import { type OpCase, type Range, opCase } from "./op-case.ts";

interface SizedNetwork {
  readonly network: Network;
  readonly batch: number;
  /** Edge of the images, in pixels. */
  readonly size: number;
  readonly mode?: DataMode;
}

const sizedNetworks: readonly SizedNetwork[] = [
  {
    network: unet({ name: "tiny", widths: [4, 6], blocks: 2 }),
    batch: 2,
    size: 8,
  },
  { network: networks.fast, batch: 1, size: 8 },
];

/** Result and derivatives by image, noise map and every weight. */
export const networkCases: readonly OpCase[] = sizedNetworks.map(
  ({ network, batch, size }) => {
    const specs = parameterSpecs(network);
    const shapes = [
      [batch, 3, size, size],
      [batch, 1, size / 2, size / 2],
      ...specs.map(({ shape }) => shape),
    ];
    const ranges: Range[] = [
      [0, 1],
      [0, 0.2],
      ...specs.map(({ shape }): Range => {
        // The variance of √(2 / fan-in), from even steps.
        const bound = Math.sqrt(6 / sizeOf(shape.slice(1)));
        return [-bound, bound];
      }),
    ];
    return opCase(
      network.name,
      shapes,
      (...inputs) => {
        const [image, sigma, ...weights] = inputs;
        if (!image || !sigma) throw new Error("a network has two inputs");
        return network.forward({ image, sigma }, (name) => {
          const weight = weights[specs.findIndex((spec) => spec.name === name)];
          if (!weight) throw new Error(`no weight ${name}`);
          return weight;
        });
      },
      ranges,
    );
  },
);

export interface StepCase {
  readonly name: string;
  readonly graph: Graph;
  /** The values of everything that a step is given, before step 0. */
  readonly values: Readonly<Record<string, Tensor>>;
}

/** A noise meter that learns beside the denoiser. */
const withNoiseMeter: SizedNetwork = {
  network: {
    ...withMeter(unet({ name: "tiny", widths: [4, 6], blocks: 1 })),
    name: "tiny with a noise meter",
  },
  batch: 2,
  size: 16,
  mode: metered(clean),
};

export const stepCases: readonly StepCase[] = [
  ...sizedNetworks,
  withNoiseMeter,
].map(({ network, batch, size, mode = clean }) => {
  const random = new Random(3);
  const tensor = (shape: readonly number[], high: number): Tensor => ({
    shape,
    data: Float32Array.from({ length: sizeOf(shape) }, () =>
      random.uniform(0, high),
    ),
  });
  const weights = packWeights(network, initialise(network, random));
  const vector = (data: Float32Array) => ({ shape: [data.length], data });
  const zeros = new Float32Array(weights.length);
  return {
    name: network.name,
    graph: buildStep(
      network,
      { batch, patch: size },
      DEFAULT_RECIPE.adam,
      mode,
    ),
    values: {
      ...Object.fromEntries(
        Object.entries(mode.inputs(size)).map(([name, extents]) => [
          name,
          tensor([batch, ...extents], name === "sigma" ? 0.2 : 1),
        ]),
      ),
      weights: vector(weights),
      mean: vector(zeros),
      square: vector(zeros),
      average: vector(weights),
    },
  };
});

/** Three optimiser steps, the last with squared error. The outputs of each, named `<step>.<name>`. */
export async function threeSteps(
  run: Run,
  values: StepCase["values"],
): Promise<Record<string, Tensor>> {
  const trace: Record<string, Tensor> = {};
  let state = values;
  for (let step = 0; step < 3; step++) {
    const scalars = scalarsAt(
      { ...DEFAULT_RECIPE, steps: 3, warmUp: 1, psnrFrom: 2 / 3 },
      step,
    );
    const given = SCALARS.map(
      (name) =>
        [name, { shape: [], data: Float32Array.of(scalars[name]) }] as const,
    );
    const outputs = await run({ ...state, ...Object.fromEntries(given) });
    for (const [name, tensor] of Object.entries(outputs))
      trace[`${String(step)}.${name}`] = tensor;
    const next = STATE.map(
      (name) => [name, outputs[`next.${name}`] as Tensor] as const,
    );
    state = { ...state, ...Object.fromEntries(next) };
  }
  return trace;
}

/** The slow reference, as an engine. */
export function reference(graph: Graph): Run {
  return (values) => Promise.resolve(evaluate(graph, values));
}
