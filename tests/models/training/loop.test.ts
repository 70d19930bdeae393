/** Training, end to end on the slow reference: it learns, repeats itself, resumes exactly, and stops on divergence. */
import { describe, expect, test } from "vitest";
import { evaluate } from "../../../models/graph/evaluate.ts";
import type { Image } from "../../../models/image/image.ts";
import { initialise } from "../../../models/networks/network.ts";
import { unet } from "../../../models/networks/unet.ts";
import { Random } from "../../../models/random.ts";
import { makeBatch } from "../../../models/training/batches.ts";
import {
  decodeCheckpoint,
  encodeCheckpoint,
} from "../../../models/training/checkpoint.ts";
import type { Photograph } from "../../../models/training/data/mode.ts";
import { dataModeOf } from "../../../models/training/data/table.ts";
import { type StepEngine, train } from "../../../models/training/loop.ts";
import { scheduleOf } from "../../../models/training/schedule.ts";
import {
  DEFAULT_RECIPE,
  type Recipe,
} from "../../../models/training/recipe.ts";
import { STATE, type StateName } from "../../../models/training/optimised.ts";
import { buildStep, packWeights } from "../../../models/training/step.ts";
import type { Window } from "../../../models/training/windows.ts";

const network = unet({ name: "tiny", widths: [2, 3], blocks: 1 });
const recipe: Recipe = {
  ...DEFAULT_RECIPE,
  noise: "awgn",
  batch: 2,
  patch: 16,
  steps: 12,
  warmUp: 2,
  learningRate: 5e-3,
};

type State = Record<StateName, Float32Array>;

function freshState(): State {
  const weights = packWeights(network, initialise(network, new Random(1)));
  const zeros = () => new Float32Array(weights.length);
  return { weights, mean: zeros(), square: zeros(), average: weights.slice() };
}

function referenceEngine(state: State, used = recipe): StepEngine {
  const mode = dataModeOf(used);
  const extents = mode.inputs(recipe.patch);
  const graph = buildStep(network, recipe, recipe.adam, mode);
  return {
    step(batch, scalars) {
      const results = evaluate(graph, {
        ...Object.fromEntries(
          Object.entries(batch).map(([name, values]) => [
            name,
            { shape: [recipe.batch, ...extents[name]!], data: values },
          ]),
        ),
        ...Object.fromEntries(
          STATE.map((name) => [
            name,
            { shape: [state[name].length], data: state[name] },
          ]),
        ),
        ...Object.fromEntries(
          Object.entries(scalars).map(([name, value]) => [
            name,
            { shape: [], data: Float32Array.of(value) },
          ]),
        ),
      });
      for (const name of STATE)
        state[name] = Float32Array.from(results[`next.${name}`]?.data ?? []);
      return Promise.resolve({
        loss: results["loss"]?.data[0] ?? NaN,
        norm: results["norm"]?.data[0] ?? NaN,
      });
    },
    state: () => Promise.resolve({ ...state }),
  };
}

const source = {
  count: 2,
  load({ photograph }: Window): Promise<Photograph> {
    const random = new Random(photograph);
    const clean = imageOf((i) => (((i >> 3) + 5 * photograph) * 37) % 200);
    const image = imageOf((i) => clean.samples[i]! + random.uniform(0, 50));
    return Promise.resolve({ image, clean });
  },
};
function imageOf(level: (i: number) => number): Image {
  const samples = Uint8Array.from({ length: 3 * 32 * 40 }, (_, i) => level(i));
  return { width: 40, height: 32, channels: 3, samples };
}

const batch = (step: number) => makeBatch(source, recipe, step);

async function losses(
  state: State,
  from: number,
  to: number,
  data = batch,
  of = recipe,
): Promise<number[]> {
  const seen: number[] = [];
  const signal = { aborted: false };
  for await (const report of train(scheduleOf(of), from, {
    engine: referenceEngine(state, of),
    batch: data,
    signal,
  })) {
    seen.push(report.loss);
    signal.aborted = report.step === to;
  }
  return seen;
}

describe("training", () => {
  test("lowers the loss of a batch that it is shown again and again", async () => {
    const seen = await losses(freshState(), 0, 9, () => batch(0));
    expect(seen).toHaveLength(9);
    expect(seen.at(-1)).toBeLessThan(0.9 * (seen[0] ?? 0));
  });

  test.each(["pairs", "noisy"] as const)("so it does on %s", async (data) => {
    // So long that the loss hardly changes its form meanwhile.
    const other = { ...recipe, data, steps: 1000 };
    const same = () => makeBatch(source, other, 0);
    const seen = await losses(freshState(), 0, 9, same, other);
    expect(seen.every(Number.isFinite)).toBe(true);
    expect(seen.at(-1)).toBeLessThan(seen[0]!);
  });

  test("repeats itself from the same seed", async () => {
    const first = await losses(freshState(), 0, 3);
    expect(await losses(freshState(), 0, 3)).toEqual(first);
  });

  test("goes on from a checkpoint exactly as if it had not been interrupted", async () => {
    const whole = await losses(freshState(), 0, 6);
    const state = freshState();
    const before = await losses(state, 0, 3);
    const bytes = encodeCheckpoint({ step: 3, recipe, state });
    // As a file is read: a view into a larger buffer.
    const read = new Uint8Array(bytes.length + 3).subarray(3);
    read.set(bytes);
    const saved = decodeCheckpoint(read, "run");
    expect(saved.recipe).toEqual(recipe);
    const after = await losses({ ...saved.state }, saved.step, 6);
    expect([...before, ...after]).toEqual(whole);
  });

  test("stops with a typed error when the loss is no number", async () => {
    const state = freshState();
    state.weights[0] = NaN;
    await expect(losses(state, 0, 2)).rejects.toMatchObject({
      code: "TRAINING_DIVERGED",
      details: { step: 0 },
    });
  });
});

describe("a batch", () => {
  test("depends on the seed and the step alone", async () => {
    const [a, again, next] = [await batch(5), await batch(5), await batch(6)];
    expect(a).toEqual(again);
    expect(a).not.toEqual(next);
    const sizes = Object.entries(a).map(([name, data]) => [name, data.length]);
    expect(Object.fromEntries(sizes)).toEqual({
      ...{ image: 1536, clean: 1536, sigma: 128 },
    });
  });
});

describe("a damaged checkpoint", () => {
  const bytes = encodeCheckpoint({ step: 3, recipe, state: freshState() });

  test.each([
    ["cut short", bytes.subarray(0, bytes.length - 5)],
    ["empty", new Uint8Array(0)],
    ["of another kind", new Uint8Array(200).fill(65)],
  ])("%s is refused by name", (_what, damaged) => {
    expect(() => decodeCheckpoint(damaged, "last.safetensors")).toThrow(
      expect.objectContaining({ code: "CHECKPOINT_DAMAGED" }),
    );
  });
});
