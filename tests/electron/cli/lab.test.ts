/** `nitido lab`: its requests, its answers in words, and wrong usage. */
import { expect, test } from "vitest";
import type {
  LabAnomaliesResult,
  LabTrainResult,
} from "../../../electron/services/api-lab.ts";
import { nitido } from "../../support/fake-host.ts";

const trained: LabTrainResult = {
  ...{ run: "r", device: "cpu", network: "deep", latent: 16 },
  ...{ shape: [1, 28, 28], parameters: 1000, training: 80, heldOut: 20 },
  ...{ steps: 500, seconds: 61, loss: 0.01 },
  figures: {
    ...{ error: 0.01, variance: 0.1, shuffledError: 0.011, couldCopy: true },
    pca: [{ components: 16, error: 0.02 }],
    corrupted: { before: 0.05, after: 0.012 },
  },
};
const labTrain = (): Promise<LabTrainResult> => Promise.resolve(trained);

test("trains for five minutes unless told otherwise", async () => {
  const { calls } = await nitido("lab train digits --out r", {
    engine: { labTrain },
  });
  expect(calls).toEqual([
    {
      name: "labTrain",
      request: {
        ...{ source: "digits", run: "r", network: "deep", latent: 16 },
        ...{ size: null, grey: false, without: [], widths: null, seed: 0 },
        ...{ corruption: null, reconstruction: null, beta: 1, sparse: 0 },
        ...{ contractive: 0, walk: 0, budget: { minutes: 5 }, device: "auto" },
        ...{ greedy: false, resume: false, overwrite: false },
      },
    },
  ]);
});

test("takes what its users choose", async () => {
  const { calls } = await nitido(
    "lab train photos --out r --network conv-vae --latent 2 --widths 16,32 --size 64 --grey --corrupt salt:0.1 --without 7,8 --beta 0.5 --steps 10",
    { engine: { labTrain } },
  );
  expect(calls[0]?.request).toMatchObject({
    widths: [16, 32],
    ...{ network: "conv-vae", latent: 2, size: 64, grey: true, beta: 0.5 },
    corruption: { kind: "salt", amount: 0.1 },
    ...{ without: ["7", "8"], budget: { steps: 10 } },
  });
});

test("sums up, and warns of a network that copies", async () => {
  const { stdout } = await nitido("lab train digits --out r", {
    engine: { labTrain },
  });
  expect(stdout.trimEnd().split("\n")).toEqual([
    "r: 500 steps in 1 min 1 s; held-out error 0.01, 10 % of the variance",
    "projection on 16 principal components: 0.02, 20 %",
    "corrupted pictures: error 0.05 before, 0.012 after",
    expect.stringMatching(/^Warning: .*\(error 0\.011\).*--latent\.$/),
  ]);
});

test.each([
  ["lab train digits", "missingOption"],
  ["lab train digits --out r --corrupt white:300", "corruption"],
  ["lab train digits --out r --network wide", "choice"],
  ["lab decode r tests/support/idx-files.ts --out d", "codes"],
])("refuses %s", async (words, kind) => {
  const { code, stdout, calls } = await nitido(`${words} --json`);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    error: { code: "USAGE", details: { kind } },
  });
  expect(calls).toEqual([]);
});

test("names the anomalies, worst first", async () => {
  const result: LabAnomaliesResult = {
    ...{ run: "r", threshold: 0.02, found: 1, auc: 0.9, roc: [], files: [] },
    reading: {
      ...{ pictures: 2, cropped: 1, small: 0, unreadable: 0, failed: [] },
      classes: null,
    },
    pictures: [
      { picture: "b.png", label: null, score: 0.03, anomaly: true },
      { picture: "a.png", label: null, score: 0.01, anomaly: false },
    ],
  };
  const { stdout, stderr } = await nitido("lab anomalies r photos --lang es", {
    engine: { labAnomalies: () => Promise.resolve(result) },
  });
  expect(stdout.trimEnd().split("\n")).toEqual([
    "b.png 0,03",
    "anomalías: 1 de 2, con una puntuación mayor que 0,02",
    "área bajo la curva ROC: 0,9",
  ]);
  expect(stderr).toMatch(/solo se usa su centro: 1\./);
});

test("says what an encoder is worth to a classifier", async () => {
  const learnt = (accuracy: number) => ({ accuracy, curve: [] });
  const { calls, stdout } = await nitido(
    "lab classify r digits --labels 10 --seeds 2 --seed 5 --samples 3 --rate 3e-3 --frozen --corrupt warp:1.5 --part training",
    {
      engine: {
        labClassify: () =>
          Promise.resolve({
            ...{ run: "r", classes: ["a", "b"], labelled: 20, heldOut: 50 },
            ...{ steps: 400, accuracy: { random: 0.7, pretrained: 0.75 } },
            reading: {
              ...{ pictures: 2, cropped: 0, small: 0, unreadable: 0 },
              ...{ failed: [], classes: ["a", "b"] },
            },
            seeds: [{ seed: 5, random: learnt(0.7), pretrained: learnt(0.75) }],
            confidence: {
              ...{ heldOut: 0.9, shuffled: 0.5 },
              ...{ samples: 0.8, sampleClasses: [1, 2] },
            },
          }),
      },
    },
  );
  expect(calls[0]?.request).toMatchObject({
    ...{ perClass: 10, seeds: [5, 6], samples: 3, steps: 400 },
    ...{ rate: 0.003, frozen: true, part: "training" },
    corruption: { kind: "warp", amount: 1.5 },
  });
  expect(stdout.trimEnd().split("\n")).toEqual([
    "20 labelled pictures, 400 steps; recognised of 50 others:",
    "seed 5: 70 % from random weights, 75 % from the run's encoder",
    "mean: 70 % from random weights, 75 % pre-trained; gain: 5 points",
    "mean confidence from random weights: 0.9 of held-out pictures, 0.5 of shuffled ones",
    "mean confidence of draws from the prior: 0.8 (a: 1, b: 2)",
  ]);
});
