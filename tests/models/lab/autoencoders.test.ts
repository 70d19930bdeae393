/** The table of autoencoders: sizes that fit, and a plain refusal of those that do not. */
import { describe, expect, test } from "vitest";
import {
  autoencoderSpecs,
  codeInput,
  decoded,
  type PictureShape,
  pictureInput,
} from "../../../models/networks/autoencoders/autoencoder.ts";
import {
  AUTOENCODER_KINDS,
  type AutoencoderChoice,
  buildAutoencoder,
} from "../../../models/networks/autoencoders/table.ts";
import { input } from "../../../models/graph/graph.ts";

const choice = (changes: Partial<AutoencoderChoice>): AutoencoderChoice => ({
  ...{ kind: "dense", picture: [1, 28, 28], latent: 16 },
  ...{ widths: null, enlargement: "nearest" },
  ...changes,
});
const weight = (name: string, shape: readonly number[]) => input(name, shape);

describe.each(AUTOENCODER_KINDS)("%s", (kind) => {
  test.each<PictureShape>([
    [1, 28, 28],
    [3, 32, 32],
    [3, 30, 44],
  ])("brings pictures of %i×%i×%i to codes and back", (...picture) => {
    const network = buildAutoencoder(choice({ kind, picture }));
    const { mean, logVariance } = network.encode(
      pictureInput(network, 2),
      weight,
    );
    expect(mean.shape).toEqual([2, 16]);
    expect(logVariance?.shape).toEqual(
      network.variational ? [2, 16] : undefined,
    );
    const back = decoded(network, codeInput(network, 2), weight);
    expect(back.shape).toEqual([2, ...picture]);
  });
});

test("the undercomplete autoencoder has one hidden layer", () => {
  const { encoder, decoder } = autoencoderSpecs(buildAutoencoder(choice({})));
  expect([...encoder, ...decoder].map(({ shape }) => shape)).toEqual([
    [16, 784],
    [16],
    [784, 16],
    [784],
  ]);
});

test.each<[string, Partial<AutoencoderChoice>]>([
  ["latent", { latent: 784 }],
  ["widths", { kind: "deep", widths: [64, 0] }],
  ["levels", { kind: "conv", widths: [8, 8, 8] }],
])("refuses what does not fit: %s", (kind, changes) => {
  expect(() => buildAutoencoder(choice(changes))).toThrow(
    expect.objectContaining({
      code: "LAB_UNSUITABLE",
      details: expect.objectContaining({ kind }) as object,
    }),
  );
});
