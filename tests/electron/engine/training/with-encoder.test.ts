/** A denoiser's training that begins with an encoder of the lab, and runs that it cannot begin with. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { TrainingData } from "../../../../electron/engine/training/data.ts";
import { beginning } from "../../../../electron/engine/training/start.ts";
import type { TrainRequest } from "../../../../electron/services/api-training.ts";
import type { AutoencoderChoice } from "../../../../models/networks/autoencoders/table.ts";
import { networks } from "../../../../models/networks/table.ts";
import { unpackWeights } from "../../../../models/training/step.ts";
import { labRunOf } from "../../../support/lab-run.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const root = temporaryFolder();

const runOf = (name: string, changes: Partial<AutoencoderChoice> = {}) =>
  labRunOf(join(root, name), changes);

async function firstWeights(
  encoder: string | null,
  network: TrainRequest["network"] = "fast",
) {
  const request = {
    ...{ network, base: "none", encoder, seed: 4, like: null, settings: {} },
    ...{ noise: "photo", budget: { steps: 5 } },
  } as TrainRequest;
  const { recipe, state } = await beginning(
    ...[request, { mode: "clean", stride: 1 } as TrainingData],
    new AbortController().signal,
  );
  const { weights } = state;
  return { recipe, weights: unpackWeights(networks[network], weights) };
}

test("at step 0 the encoder is the run's, and the rest as it would have been", async () => {
  const { run, weights: learnt } = await runOf("unet");
  const random = (await firstWeights(null)).weights;
  const { recipe, weights } = await firstWeights(run);
  expect(recipe).toMatchObject({ base: "none", encoder: run });
  const taken = [...weights].filter(([name, { data }]) => {
    const own = /^(head|down\.|encoder\.)/.test(name);
    expect(data).toEqual((own ? learnt : random).get(name)?.data);
    return own;
  });
  // The whole way down: a head, two halvings and three levels of two convolutions.
  expect(taken).toHaveLength(1 + 2 + 3 * 2);
});

test("a run of smaller pictures gives the levels that it has", async () => {
  const { run, weights: learnt } = await runOf("two", { picture: [3, 4, 4] });
  const { weights } = await firstWeights(run);
  const same = (name: string) =>
    expect(weights.get(name)?.data).toEqual(learnt.get(name)?.data);
  same("encoder.1.0.b");
  expect(weights.get("encoder.2.0.b")?.data.some((x) => x !== 0)).toBe(true);
});

describe("refuses", () => {
  test.each<[string, Partial<AutoencoderChoice>]>([
    ["notUnet", { kind: "conv" }],
    ["greyRun", { picture: [1, 16, 16] }],
    ["otherWidths", { widths: [8] }],
  ])("%s", async (kind, changes) => {
    const { run } = await runOf(kind, changes);
    await expect(firstWeights(run)).rejects.toMatchObject({
      code: "LAB_UNSUITABLE",
      details: { kind, folder: run },
    });
  });

  test("a denoiser of other levels, and a folder that is no run", async () => {
    const { run } = await runOf("narrow");
    await expect(firstWeights(run, "best")).rejects.toMatchObject({
      details: { kind: "otherWidths" },
    });
    await expect(firstWeights(join(root, "none"))).rejects.toMatchObject({
      details: { kind: "noRun" },
    });
  });
});
