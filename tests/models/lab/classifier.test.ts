/** Classifiers on an encoder: probabilities, the loss, one step that learns, and which pictures are labelled. */
import { expect, test } from "vitest";
import { evaluate } from "../../../models/graph/evaluate.ts";
import { constant, graph } from "../../../models/graph/graph.ts";
import {
  buildClassifierStep,
  classifierSpecs,
  drawLabelled,
  labelLoss,
  probabilities,
} from "../../../models/lab/classifier.ts";
import { buildAutoencoder } from "../../../models/networks/autoencoders/table.ts";
import { randomWeights } from "../../../models/networks/network.ts";
import { Random } from "../../../models/random.ts";
import { DEFAULT_RECIPE } from "../../../models/training/recipe.ts";
import {
  freshState,
  packParameters,
} from "../../../models/training/weight-vector.ts";

const rows = (values: readonly number[]) =>
  constant([values.length / 2, 2], Float32Array.from(values));

test("gives probabilities, and the cross-entropy of the true class", () => {
  const logits = rows([0, Math.log(3), Math.log(9), 0]);
  const outputs = evaluate(
    graph({
      shares: probabilities(logits),
      loss: labelLoss(logits, rows([0, 1, 1, 0])),
    }),
    {},
  );
  const shares = [...outputs["shares"]!.data].map((x) => Math.round(100 * x));
  expect(shares).toEqual([25, 75, 90, 10]);
  const expected = -(Math.log(0.75) + Math.log(0.9)) / 2;
  expect(outputs["loss"]!.data[0]).toBeCloseTo(expected, 5);
});

test("names the encoder's weights as the encoder does", () => {
  const autoencoder = buildAutoencoder({
    ...{ kind: "vae", picture: [1, 2, 2], latent: 2, widths: [3] },
    enlargement: "nearest",
  });
  const classifier = { autoencoder, classes: 2 };
  const names = classifierSpecs(classifier).map(({ name }) => name);
  expect(names).toContain("encoder.0.weight");
  expect(names.slice(-2)).toEqual(["classifier.weight", "classifier.bias"]);
  const step = buildClassifierStep(classifier, 2, DEFAULT_RECIPE.adam);
  const inputs = step.inputs.map(({ attributes: { name } }) => name);
  expect(inputs).toEqual(expect.arrayContaining(["pictures", "classes"]));
});

test("a frozen encoder stays as it is", () => {
  const autoencoder = buildAutoencoder({
    ...{ kind: "dense", picture: [1, 2, 2], latent: 2, widths: [] },
    enlargement: "nearest",
  });
  const classifier = { autoencoder, classes: 2 };
  const specs = classifierSpecs(classifier);
  const random = new Random(1);
  const weights = packParameters(specs, randomWeights(specs, random));
  const step = buildClassifierStep(classifier, 2, DEFAULT_RECIPE.adam, true);
  const scalar = (value: number) => ({
    shape: [],
    data: Float32Array.of(value),
  });
  const state = Object.entries(freshState(weights)).map(
    ([name, data]) => [name, { shape: [weights.length], data }] as const,
  );
  const after = evaluate(step, {
    ...Object.fromEntries(state),
    ...{ rate: scalar(0.1), decay: scalar(0), renewal: scalar(1) },
    lossMix: scalar(1),
    pictures: {
      shape: [2, 1, 2, 2],
      data: Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1),
    },
    classes: { shape: [2, 2], data: Float32Array.of(1, 0, 0, 1) },
  })["next.weights"]!.data;
  // Four weights for each of two units, and their biases.
  expect([...after.slice(0, 10)]).toEqual([...weights.slice(0, 10)]);
  expect([...after.slice(10)]).not.toEqual([...weights.slice(10)]);
});

test("draws as many of each class, in the order given", () => {
  const labels = [0, 1, 0, null, 1, 1];
  expect(drawLabelled(labels, [5, 3, 2, 1, 0, 4], 1)).toEqual([5, 2]);
  expect(drawLabelled(labels, [5, 3, 2, 1, 0, 4], 9)).toEqual([5, 2, 1, 0, 4]);
});
