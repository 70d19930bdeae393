/** The training step of autoencoders: each kind learns, penalties count, and weights that are held stay. */
import { describe, expect, test } from "vitest";
import { evaluate } from "../../../models/graph/evaluate.ts";
import {
  buildLabStep,
  type LabLoss,
  labSpecs,
} from "../../../models/lab/step.ts";
import {
  AUTOENCODER_KINDS,
  type AutoencoderKind,
  buildAutoencoder,
} from "../../../models/networks/autoencoders/table.ts";
import { randomWeights } from "../../../models/networks/network.ts";
import { Random } from "../../../models/random.ts";
import { STATE } from "../../../models/training/optimised.ts";
import { DEFAULT_RECIPE } from "../../../models/training/recipe.ts";

const BATCH = 3;
const PICTURE = [1, 4, 4] as const;
const PLAIN: LabLoss = {
  ...{ reconstruction: "squared", beta: 1, sparse: 0, contractive: 0 },
};
const WIDTHS = {
  dense: [],
  deep: [5, 3],
  conv: [4],
  vae: [5],
  "conv-vae": [4],
  unet: [4],
};

/** Takes steps on the slow reference; returns the losses and the weights at the end and the beginning. */
function run(
  kind: AutoencoderKind,
  changes: Partial<LabLoss>,
  steps: number,
  learns?: (name: string) => boolean,
) {
  const autoencoder = buildAutoencoder({
    ...{ kind, picture: PICTURE, latent: 2, enlargement: "transposed" },
    widths: WIDTHS[kind],
  });
  const random = new Random(3);
  const specs = labSpecs(autoencoder);
  const initial = [...randomWeights(specs, random).values()].flatMap(
    ({ data }) => [...data],
  );
  const tensor = (shape: readonly number[], value: () => number) => ({
    shape,
    data: Float64Array.from(
      { length: shape.reduce((a, b) => a * b, 1) },
      value,
    ),
  });
  const pictures = tensor([BATCH, ...PICTURE], () => random.uniform());
  const weights = { shape: [initial.length], data: Float64Array.from(initial) };
  const zeros = tensor([initial.length], () => 0);
  let state = {
    ...{ weights, average: weights, mean: zeros, square: zeros },
  } as Record<string, typeof zeros>;
  const graph = buildLabStep(
    ...[autoencoder, BATCH, { ...PLAIN, ...changes }, DEFAULT_RECIPE.adam],
    learns,
  );
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const results = evaluate(graph, {
      ...state,
      rate: tensor([], () => 0.02),
      decay: tensor([], () => 0),
      renewal: tensor([], () => 0.5),
      lossMix: tensor([], () => 1),
      ...{ pictures, targets: pictures },
      noise: tensor([BATCH, 2], () => random.normal()),
      shift: tensor([BATCH, ...PICTURE], () => 0.01),
    });
    state = Object.fromEntries(
      STATE.map((name) => [name, results[`next.${name}`]!]),
    ) as typeof state;
    losses.push(results["loss"]!.data[0]!);
  }
  return { losses, specs, initial, weights: [...state["weights"]!.data] };
}

describe.each(AUTOENCODER_KINDS)("%s", (kind) => {
  test("learns a handful of pictures", () => {
    const { losses } = run(kind, {}, 30);
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
  });
});

test("penalties add to the loss", () => {
  const first = (changes: Partial<LabLoss>) =>
    run("deep", changes, 1).losses[0]!;
  expect(first({ sparse: 1 })).toBeGreaterThan(first({}));
  expect(first({ contractive: 1 })).toBeGreaterThan(first({}));
  expect(first({ reconstruction: "entropy" })).toBeGreaterThan(first({}));
});

test("weights that do not learn stay as they are", () => {
  const held = run("deep", {}, 2, (name) => !name.startsWith("encoder.0"));
  let at = 0;
  for (const { name, shape } of held.specs) {
    const end = at + shape.reduce((a, b) => a * b, 1);
    const same = held.weights
      .slice(at, end)
      .every((weight, i) => weight === held.initial[at + i]);
    expect(same, name).toBe(name.startsWith("encoder.0"));
    at = end;
  }
});
