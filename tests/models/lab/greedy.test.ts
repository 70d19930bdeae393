/** Layer by layer: how the steps are divided, and that only one pair of layers learns in each. */
import { expect, test } from "vitest";
import { evaluate } from "../../../models/graph/evaluate.ts";
import { buildPairStep, stagesOf } from "../../../models/lab/greedy.ts";
import { labRecipe } from "../../../models/lab/recipe.ts";
import { labSpecs } from "../../../models/lab/step.ts";
import { buildAutoencoder } from "../../../models/networks/autoencoders/table.ts";
import { randomWeights } from "../../../models/networks/network.ts";
import { Random } from "../../../models/random.ts";
import {
  freshState,
  packParameters,
} from "../../../models/training/weight-vector.ts";

test("half of the steps are for pairs of layers, the rest for all", () => {
  expect(stagesOf({ steps: 21, greedy: true }, 3)).toEqual([
    { from: 0, to: 3, pair: 0 },
    { from: 3, to: 6, pair: 1 },
    { from: 6, to: 9, pair: 2 },
    { from: 9, to: 21, pair: null },
  ]);
  const whole = [{ from: 0, to: 4, pair: null }];
  expect(stagesOf({ steps: 4, greedy: true }, 3)).toEqual(whole);
  expect(stagesOf({ steps: 4, greedy: false }, 3)).toEqual(whole);
});

test.each([
  ["deep", 0, "encoder.0 decoder.0"],
  ["deep", 1, "encoder.code decoder.1"],
  ["conv", 0, "encoder.0 decoder.1 decoder.0"],
  ["conv", 1, "encoder.code decoder.code"],
  ["unet", 0, "encoder.0.0 head decoder.1 decoder.0"],
] as const)("of a %s network, pair %i learns alone", (kind, pair, layers) => {
  const choice = {
    ...{ kind, picture: [1, 4, 4] as const, latent: 2, widths: [3] },
    enlargement: "nearest" as const,
  };
  const autoencoder = buildAutoencoder(choice);
  const specs = labSpecs(autoencoder);
  const recipe = {
    ...{ ...labRecipe(choice), batch: 2 },
    corruption: { kind: "white" as const, amount: 9 },
  };
  const graph = buildPairStep(autoencoder, pair, recipe);
  const random = new Random(1);
  const weights = packParameters(specs, randomWeights(specs, random));
  const tensor = (shape: readonly number[], data: Iterable<number>) => ({
    ...{ shape, data: Float64Array.from(data) },
  });
  const pictures = tensor(
    [2, 1, 4, 4],
    Array.from({ length: 32 }, () => random.uniform()),
  );
  const state = Object.entries(freshState(weights)).map(
    ([name, data]) => [name, tensor([data.length], data)] as const,
  );
  const scalars = { rate: 0.01, decay: 0, renewal: 0.5, lossMix: 1 };
  const results = evaluate(graph, {
    ...Object.fromEntries(state),
    ...Object.fromEntries(
      Object.entries(scalars).map(([name, value]) => [
        name,
        tensor([], [value]),
      ]),
    ),
    ...{ pictures, targets: pictures },
  });
  const next = results["next.weights"]!.data;
  const changed = new Set<string>();
  let at = 0;
  for (const { name, shape } of specs) {
    const end = at + shape.reduce((a, b) => a * b, 1);
    for (; at < end; at++)
      if (Math.fround(next[at]!) !== weights[at])
        changed.add(name.replace(/\.[a-z]+$/, ""));
  }
  expect([...changed].sort()).toEqual(layers.split(" ").sort());
});
