/** A training run that meets trouble: it goes back to where it was kept, and on with less. */
import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
  type Compute,
  startCompute,
} from "../../../../electron/engine/compute.ts";
import { carryOut } from "../../../../electron/engine/training/carry-out.ts";
import { Meter } from "../../../../electron/engine/training/meter.ts";
import {
  createRun,
  reopenRun,
  type RunFolder,
} from "../../../../electron/engine/training/run-folder.ts";
import { snapshotSteps } from "../../../../electron/engine/training/snapshot-files.ts";
import type { DeviceId } from "../../../../electron/services/api.ts";
import type { TrainProgress } from "../../../../electron/services/api-training.ts";
import { NitidoError } from "../../../../models/errors.ts";
import { initialise } from "../../../../models/networks/network.ts";
import { networks } from "../../../../models/networks/table.ts";
import { Random } from "../../../../models/random.ts";
import {
  DEFAULT_RECIPE,
  type Recipe,
} from "../../../../models/training/recipe.ts";
import { packWeights } from "../../../../models/training/step.ts";
import { pixelsOf, saved } from "../../../support/image-files.ts";
import { photographOf } from "../../../support/photograph.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const root = temporaryFolder();
const file = await saved(pixelsOf(photographOf(1)).png(), join(root, "1.png"));
const compute = startCompute();
afterAll(() => compute.stop());

const three: Recipe = {
  ...DEFAULT_RECIPE,
  ...{ noise: "awgn", batch: 4, patch: 32, steps: 3 },
};

interface Trouble {
  /** Sees each step's answer and may change it. */
  readonly disturb?: (
    step: number,
    answer: ReturnType<Compute["run"]>,
  ) => unknown;
  readonly recipe?: Recipe;
  readonly device?: DeviceId;
  readonly files?: readonly string[];
  /** Stands for the run's folder. */
  readonly folder?: (run: RunFolder) => RunFolder;
}

/** Runs three steps. */
async function run({
  disturb = (_step, answer) => answer,
  recipe = three,
  device = "cpu",
  files = [file],
  folder: changed = (run) => run,
}: Trouble) {
  const weights = packWeights(
    networks.fast,
    initialise(networks.fast, new Random(1)),
  );
  const zeros = new Float32Array(weights.length);
  const state = { weights, average: weights, mean: zeros, square: zeros };
  const folder = mkdtempSync(join(root, "run-"));
  const events: TrainProgress[] = [];
  let steps = 0;
  const end = await carryOut(
    { recipe, step: 0, state },
    {
      compute: {
        ...compute,
        // A device that this machine need not have.
        open: (model, options) =>
          compute.open(model, { ...options, device: "cpu" }),
        run: (session, feeds, options) => {
          const answer = compute.run(session, feeds, options);
          if (!("rate" in feeds)) return answer;
          return disturb(++steps, answer) as typeof answer;
        },
      },
      device,
      photographs: files.map((file) => ({ file })),
      before: [],
      heldOut: null,
      run: changed(await createRun(folder, recipe)),
      meter: new Meter(recipe, { from: 0, seconds: 0 }),
      progress: (event) => events.push(event),
      signal: new AbortController().signal,
    },
  );
  const metrics = readFileSync(join(folder, "metrics.jsonl"), "utf8");
  return {
    ...{ end, events },
    recovered: events.filter(({ kind }) => kind === "recovered"),
    steps: metrics
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { step: number }).step),
    saved: (await reopenRun(folder)).checkpoint,
    snapshots: await snapshotSteps(folder),
  };
}

test("out of memory, it goes on with half the batch", async () => {
  const { end, recovered, steps, saved } = await run({
    disturb: async (step, answer) => {
      await answer;
      if (step === 2) throw new NitidoError("OUT_OF_MEMORY", { device: "cpu" });
      return answer;
    },
  });
  expect(recovered).toEqual([
    {
      ...{ kind: "recovered", why: "memory", step: 0 },
      ...{ batch: 2, learningRate: 1e-3 },
    },
  ]);
  expect(steps).toEqual([1, 2, 3]);
  expect(end.step).toBe(3);
  expect(saved.recipe.batch).toBe(2);
});

test("diverged, it goes on at half the learning rate", async () => {
  const { end, recovered, steps, saved } = await run({
    disturb: async (step, answer) => {
      const results = await answer;
      if (step !== 3) return results;
      return { ...results, loss: { dims: [], data: Float32Array.of(NaN) } };
    },
  });
  expect(recovered).toMatchObject([{ why: "diverged", learningRate: 5e-4 }]);
  expect(steps).toEqual([1, 2, 3]);
  expect(end.state.weights.every(Number.isFinite)).toBe(true);
  expect(saved.recipe.learningRate).toBe(5e-4);
});

test("that nothing helps, it says so", async () => {
  const always = run({
    disturb: async (_step, answer) => {
      await answer;
      throw new NitidoError("OUT_OF_MEMORY", { device: "cpu" });
    },
  });
  await expect(always).rejects.toMatchObject({ code: "OUT_OF_MEMORY" });
});

test("snapshots stay those of the way that it went in the end", async () => {
  let went = false;
  const { snapshots } = await run({
    disturb: async (step, answer) => {
      const results = await answer;
      if (step !== 3 || went) return results;
      went = true;
      return { ...results, loss: { dims: [], data: Float32Array.of(NaN) } };
    },
  });
  expect(snapshots).toEqual([0]);
});

test(
  "a learning rate that is far too high is halved until it is not",
  { timeout: 90_000 },
  async () => {
    const recipe = { ...three, steps: 50, warmUp: 0, learningRate: 0.025 };
    const { end, recovered, steps } = await run({ recipe });
    expect(recovered[0]).toMatchObject({
      why: "diverged",
      learningRate: 0.0125,
    });
    expect(end.step).toBe(50);
    expect(steps).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  },
);

test("a device that is lost is left for the CPU", async () => {
  const { end, events, steps } = await run({
    device: "webgpu",
    disturb: async (step, answer) => {
      await answer;
      if (step === 2)
        throw new NitidoError("DEVICE_FAILED", { device: "webgpu" });
      return answer;
    },
  });
  expect(events).toContainEqual({
    kind: "device",
    choice: expect.objectContaining({
      ...{ device: "cpu", why: "fallback", failed: "webgpu" },
    }) as object,
  });
  expect(events).toContainEqual({
    ...{ kind: "recovered", why: "device", step: 0 },
    ...{ batch: 4, learningRate: 1e-3 },
  });
  expect(steps).toEqual([1, 2, 3]);
  expect(end).toMatchObject({ step: 3, device: "cpu" });
});

test("photographs that are gone end it with all that was learnt", async () => {
  const gone = join(root, "gone.png");
  const caught = run({ files: [gone] });
  await expect(caught).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
    details: { file: gone, run: expect.any(String) as string },
  });
});

test("a full disk ends it with the last whole checkpoint", async () => {
  let saves = 0;
  let path = "";
  const caught = run({
    folder: (run) => {
      path = run.path;
      return {
        ...run,
        save: (checkpoint) =>
          ++saves === 1
            ? run.save(checkpoint)
            : Promise.reject(new NitidoError("DISK_FULL", { file: path })),
      };
    },
  });
  await expect(caught).rejects.toMatchObject({ code: "DISK_FULL" });
  expect((await reopenRun(path)).checkpoint.step).toBe(0);
});
