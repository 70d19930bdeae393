/** What is decided before a training: what is proposed, which units and limits hold, and how it will end. */
import { expect, test } from "vitest";
import { PlanForm } from "../../../../renderer/src/screens/train/plan-form.svelte.ts";
import { SETTING_NAMES } from "../../../../models/training/settings.ts";
import type { InspectFolderResult } from "../../../../electron/contract/training-values.ts";
import type { ModelItem } from "../../../../electron/contract/values.ts";
import { appState, FakeApp } from "../../support/fake-app.ts";

/** A folder of clean photographs. */
const FOUND: InspectFolderResult = {
  ...{ folder: "/photographs", files: 12, usable: 12, megapixels: 120 },
  ...{ deep: 0, samples: [], leftOut: [], bursts: { count: 0, frames: 0 } },
  leftOutCounts: {
    ...{ unreadable: 0, tiny: 0, overexposed: 0, duplicate: 0, similar: 0 },
  },
  pairs: { usable: 0, shifted: 0, refused: [], refusedCount: 0 },
  noise: {
    ...{ photographs: 10, low: 0, median: 1, high: 2 },
    ...{ correlation: 1, length: 1, clean: 1, correlated: 0 },
  },
  proposal: { mode: "clean", reason: "clean" },
};

type Found = InspectFolderResult;

const model = (name: string, network: string): ModelItem => ({
  ...{ name, title: name, description: "", origin: "shipped", megabytes: 2 },
  ...{ noiseInput: true, card: { network } },
});

const MODELS = [
  model("fast-photo", "fast"),
  model("fast-awgn", "fast"),
  model("mine", "best"),
];

function formOf(found: Partial<Found> = {}): PlanForm {
  return new PlanForm(new FakeApp({}, appState({ models: MODELS })).store, {
    ...FOUND,
    ...found,
  });
}

const NOISY: Partial<Found> = {
  proposal: { mode: "noisy", reason: "noisy" },
  noise: { ...FOUND.noise!, clean: 0 },
};

test("the proposal is the default, with ten minutes, the device of the settings and seed 0", () => {
  expect(formOf().plan).toEqual({
    ...{ folder: "/photographs", data: "clean", like: null, network: "fast" },
    ...{ base: "fast-photo", noise: "photo", budget: { minutes: 10 } },
    ...{ seed: 0, device: "auto", settings: {} },
  });
});

test("the base goes with the noise and the network, unless it was chosen", () => {
  const form = formOf(NOISY);
  expect(form.base).toBe("fast-awgn");
  form.data = "clean";
  expect(form.base).toBe("fast-photo");
  form.noise = "awgn";
  expect(form.base).toBe("fast-awgn");
  form.setBase("none");
  expect(form.plan?.base).toBe("none");
  form.setNetwork("best");
  expect(form.base).toBe("mine");
});

test("an own budget is in minutes or in whole steps, with a point or a comma", () => {
  const form = formOf();
  form.budget = "own";
  form.own = { value: "1,5", unit: "minutes" };
  expect(form.plan?.budget).toEqual({ minutes: 1.5 });
  form.own = { value: "99.6", unit: "steps" };
  expect(form.plan?.budget).toEqual({ steps: 100 });
  for (const value of ["", "0", "-3", "many", "1e99"]) {
    form.own = { value, unit: "steps" };
    expect(form.plan, value).toBeNull();
  }
  for (const value of ["0.01", "100000"]) {
    form.own = { value, unit: "minutes" };
    expect(form.plan, value).toBeNull();
  }
});

test("a seed is a whole number that the app takes", () => {
  const form = formOf();
  for (const [seed, fits] of [
    ["7", true],
    ["", false],
    ["-1", false],
    ["1.5", false],
    ["2147483648", true],
    ["2147483649", false],
  ] as const) {
    form.seed = seed;
    expect(form.plan !== null, seed).toBe(fits);
  }
});

test.each([
  ["batch", ["1", "64"], ["0", "65", "2.5"]],
  ["patch", ["32", "512"], ["16", "40", "528"]],
  ["learningRate", ["0,0005"], ["0", "-1", "x"]],
  ["averageDecay", ["0", "0.9999"], ["1", "-0.1"]],
  ["warmUp", ["0", "200"], ["-1", "1.5"]],
  ["psnrFrom", ["0", "1"], ["1.1"]],
  ["weightDecay", ["0", "1"], ["-1", "2"]],
] as const)("%s has its limits", (name, good, bad) => {
  const form = formOf();
  for (const value of good) {
    form.typed[name] = value;
    const expected = { [name]: Number(value.replace(",", ".")) };
    expect(form.plan?.settings, value).toEqual(expected);
  }
  for (const value of bad) {
    form.typed[name] = value;
    expect(form.isFitting(name), value).toBe(false);
    expect(form.plan, value).toBeNull();
  }
  form.typed[name] = " ";
  expect(form.plan?.settings).toEqual({});
  expect(SETTING_NAMES).toContain(name);
});

test("noise like that of other photographs asks for their folder", () => {
  const form = formOf();
  form.noise = "like";
  expect(form.plan).toBeNull();
  form.like = " /noisy ";
  expect(form.plan).toMatchObject({ like: "/noisy", noise: "photo" });
  form.noise = "awgn";
  expect(form.plan).toMatchObject({ like: null, noise: "awgn" });
});

test("what it learns from follows from speed and time, or from steps and their patches", () => {
  const form = formOf();
  expect(form.expected).toBeNull();
  form.speed = 2;
  expect(form.expected).toEqual({ megapixels: 1200, passes: 10 });
  form.budget = "own";
  form.own = { value: "1000", unit: "steps" };
  expect(form.expected?.megapixels).toBeCloseTo(73.728);
  form.typed.patch = "32";
  form.typed.batch = "2";
  expect(form.expected?.megapixels).toBeCloseTo(2.048);
});

test("a verdict is promised only where there is something to measure on", () => {
  expect(formOf({ usable: 12 }).end).toBe("measured");
  expect(formOf({ usable: 11 }).end).toBe("few");
  expect(formOf(NOISY).end).toBe("blind");
  const pairs = { ...FOUND.pairs, usable: 3 };
  const proposal = { mode: "pairs", reason: "pairs" } as const;
  expect(formOf({ usable: 40, pairs, proposal }).end).toBe("few");
});
