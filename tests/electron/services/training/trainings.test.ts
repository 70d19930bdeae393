/** Trainings over an engine in memory: their states, what survives a restart, and what is refused. */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { TrainingItem } from "../../../../electron/contract/training-values.ts";
import type { ModelItem } from "../../../../electron/contract/values.ts";
import { createEventHub } from "../../../../electron/services/events.ts";
import {
  openTrainings,
  type Trainings,
} from "../../../../electron/services/training/trainings.ts";
import { NitidoError } from "../../../../models/errors.ts";
import {
  fakeTrainingEngine,
  FOUND,
  PLAN,
  REPORT,
  STARTED,
  stepAt,
} from "../../../support/fake-training.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const root = temporaryFolder();
let runs = 0;
let folder: string;
let fake: ReturnType<typeof fakeTrainingEngine>;
let trainings: Trainings;
let heard: { readonly name: string; readonly payload: unknown }[];
let imported: string[];

/** As after a start of the app: what is on the disk alone is known. */
async function open(): Promise<void> {
  fake = fakeTrainingEngine();
  heard = [];
  imported = [];
  const hub = createEventHub();
  hub.subscribe((event) => heard.push(event));
  const adapter = {
    ...{ channels: 3, range: 1, noise: { kind: "none" } },
    ...{ multiple: 1, margin: 0, output: "image" },
  } as const;
  trainings = await openTrainings({
    ...{ engine: () => fake.engine, folder, emit: hub.emit },
    models: {
      handlers: {
        "models.inspect": () => ({ adapter, name: "network" }),
        "models.import": ({ name }: { readonly name: string }) => {
          imported.push(name);
          return { name } as ModelItem;
        },
      } as never,
    },
  });
}

beforeEach(async () => {
  folder = join(root, String(++runs));
  await open();
});

const item = (): TrainingItem => trainings.items()[0]!;
const state = () => item().state;
const last = () => fake.stretches.at(-1)!;

async function start(): Promise<string> {
  const id = await trainings.handlers["training.start"]({ plan: PLAN });
  last().report(STARTED);
  return id;
}

describe("a training", () => {
  test("is prepared, runs and ends with its figures", async () => {
    const id = await trainings.handlers["training.start"]({ plan: PLAN });
    expect(state()).toBe("preparing");
    const { request } = last();
    expect(request).toMatchObject({
      ...{ folder: "/photographs", base: "fast-photo", resume: false },
      ...{ budget: { steps: 100 }, run: join(folder, id, "run") },
    });
    last().report({ kind: "inspecting", what: "files", done: 1, of: 12 });
    expect(item().inspecting).toMatchObject({ done: 1, of: 12 });
    last().report(STARTED);
    expect(state()).toBe("running");
    expect(item().inspecting).toBeUndefined();
    expect(item().facts).toMatchObject({ images: 9, basePsnr: 30 });
    last().report(stepAt(20));
    last().report({ kind: "checkpoint", step: 20, file: "", psnr: 30.5 });
    expect(item().measured).toEqual([{ step: 20, psnr: 30.5 }]);
    last().end();
    await expect.poll(state).toBe("ended");
    expect(item().outcome).toEqual({
      ...{ steps: 100, seconds: 50, mpxPerSecond: 2 },
      ...{ ended: "done", writtenStep: 100, report: REPORT },
    });
  });

  test("tells its loss in batches, and all of it when asked", async () => {
    const id = await start();
    for (const step of [1, 2, 3]) last().report(stepAt(step));
    last().end();
    await expect.poll(state).toBe("ended");
    const batches = heard
      .filter(({ name }) => name === "training.metrics")
      .map(({ payload }) => payload as { points: { step: number }[] });
    expect(batches.length).toBeLessThan(3);
    const steps = batches.flatMap(({ points }) => points.map((p) => p.step));
    expect(steps).toEqual([1, 2, 3]);
    const history = await trainings.handlers["training.history"]({ id });
    expect(history.map(({ step }) => step)).toEqual([1, 2, 3]);
  });

  test("pauses, and goes on from its checkpoint", async () => {
    const id = await start();
    last().report(stepAt(10));
    await trainings.handlers["training.pause"]({ id });
    expect(state()).toBe("paused");
    expect(item().now?.step).toBe(10);
    await trainings.handlers["training.resume"]({ id });
    expect(last().request).toMatchObject({
      ...{ resume: true, finish: false, budget: null },
    });
    last().report({ ...STARTED, step: 10 });
    expect(state()).toBe("running");
  });

  test("that was paused before its first step starts again", async () => {
    const id = await trainings.handlers["training.start"]({ plan: PLAN });
    await trainings.handlers["training.pause"]({ id });
    await expect(
      trainings.handlers["training.keep"]({ id }),
    ).rejects.toMatchObject({ details: { kind: "trainingEmpty" } });
    await trainings.handlers["training.resume"]({ id });
    expect(last().request).toMatchObject({
      resume: false,
      budget: { steps: 100 },
    });
  });

  test("is stopped early and kept, without being shown as paused", async () => {
    const id = await start();
    last().report(stepAt(10));
    const kept = trainings.handlers["training.keep"]({ id });
    await kept;
    expect(state()).toBe("stopping");
    const states = heard
      .filter(({ name }) => name === "training.changed")
      .map(({ payload }) => (payload as TrainingItem).state);
    expect(states).not.toContain("paused");
    expect(last().request).toMatchObject({ resume: true, finish: true });
    last().end({ steps: 10 });
    await expect.poll(state).toBe("ended");
    expect(item().outcome?.steps).toBe(10);
  });

  test("that goes back forgets the curve after that step", async () => {
    const id = await start();
    for (const step of [1, 2, 3]) last().report(stepAt(step));
    last().report({
      ...{ kind: "recovered", why: "diverged", step: 1 },
      ...{ batch: 8, learningRate: 1e-4 },
    });
    expect(item().recoveries).toHaveLength(1);
    const history = await trainings.handlers["training.history"]({ id });
    expect(history).toEqual([{ step: 1, loss: 1 }]);
  });

  test("that failed says why, and can go on", async () => {
    const id = await start();
    last().fail(new NitidoError("ENGINE_CRASHED", { reason: "SIGKILL" }));
    await expect.poll(state).toBe("failed");
    expect(item().error?.code).toBe("ENGINE_CRASHED");
    await trainings.handlers["training.resume"]({ id });
    expect(state()).toBe("preparing");
    expect(item().error).toBeUndefined();
  });

  test("leaves nothing behind when it is discarded", async () => {
    const id = await start();
    await trainings.handlers["training.discard"]({ id });
    expect(trainings.items()).toEqual([]);
    expect(existsSync(join(folder, id))).toBe(false);
    expect(heard.at(-1)).toMatchObject({
      name: "training.removed",
      payload: id,
    });
  });

  test("becomes a model under the name that it is given", async () => {
    const id = await start();
    last().end();
    await expect.poll(state).toBe("ended");
    await trainings.handlers["training.accept"]({ id, name: "my camera" });
    expect(imported).toEqual(["my camera"]);
    expect(item().model).toBe("my camera");
  });
});

describe("pictures", () => {
  test("are pinned by themselves with the first snapshot, then by the person", async () => {
    const id = await start();
    last().report({ kind: "snapshot", step: 0, file: "" });
    last().report({ kind: "snapshot", step: 10, file: "" });
    expect(item().snapshots).toEqual([0, 10]);
    await expect.poll(() => item().pinned).toHaveLength(1);
    const place = { id, file: "b.png", x: 0.5, y: 1 };
    await trainings.handlers["training.pin"](place);
    expect(item().pinned.map(({ x, y }) => [x, y])).toEqual([
      [404, 308],
      [0, 0],
    ]);
    const first = { id, file: "a.png", x: 0, y: 0 };
    await trainings.handlers["training.unpin"](first);
    expect(item().pinned.map(({ file }) => file)).toEqual(["b.png"]);
  });
});

describe("only one trains", () => {
  test("another one is refused while it does", async () => {
    await start();
    await expect(
      trainings.handlers["training.start"]({ plan: PLAN }),
    ).rejects.toMatchObject({ details: { kind: "trainingBusy" } });
    expect(trainings.items()).toHaveLength(1);
  });

  test("what is not in the list is refused", () => {
    expect(() => trainings.handlers["training.history"]({ id: "x" })).toThrow(
      NitidoError,
    );
  });
});

describe("after a restart", () => {
  test("what ran is paused, with its figures and its curve", async () => {
    const id = await start();
    last().report(stepAt(10));
    last().report({ kind: "checkpoint", step: 10, file: "", psnr: 30.5 });
    await trainings.close();
    writeFileSync(
      join(folder, id, "run", "metrics.jsonl"),
      '{"step":1,"loss":0.5}\n{"step":2,"loss":0.5}\n{"st',
    );
    await open();
    expect(item()).toMatchObject({
      ...{ id, state: "paused", plan: PLAN },
      measured: [{ step: 10, psnr: 30.5 }],
    });
    expect(await trainings.handlers["training.history"]({ id })).toEqual([
      { step: 1, loss: 0.5 },
      { step: 2, loss: 0.5 },
    ]);
    await trainings.handlers["training.resume"]({ id });
    expect(last().request.resume).toBe(true);
  });

  test("a folder without a record, or with a damaged one, is no training", async () => {
    const id = await start();
    await trainings.close();
    writeFileSync(join(folder, id, "training.json"), "{");
    await open();
    expect(trainings.items()).toEqual([]);
    expect(readdirSync(folder)).toContain(id);
  });
});

describe("a folder is looked at", () => {
  const inspection = () => trainings.inspection();
  const inspect = async (path: string | null) =>
    trainings.handlers["training.inspect"]({ path });

  test("and what was found is told", async () => {
    await inspect(' "/photographs" ');
    await expect.poll(() => inspection()?.state).toBe("done");
    expect(inspection()?.result).toEqual(FOUND);
    await inspect(null);
    expect(inspection()).toBeNull();
  });

  test("and a refusal is told", async () => {
    await inspect("/missing");
    await expect.poll(() => inspection()?.state).toBe("failed");
    expect(inspection()?.error?.code).toBe("FILE_NOT_FOUND");
  });

  test("and the speed is measured once", async () => {
    const wish = { network: "fast", device: "auto" } as const;
    const speed = () => trainings.handlers["training.speed"](wish);
    expect(await Promise.all([speed(), speed()])).toEqual([1.5, 1.5]);
    await trainings.close();
    await open();
    fake.engine.bench = () => Promise.reject(new Error("measured again"));
    expect(await speed()).toBe(1.5);
  });
});
