/** Runs of the lab over an engine in memory: their states, what survives a restart, what is refused, and their pictures. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LabItem } from "../../../../electron/contract/lab-values.ts";
import { unpackView } from "../../../../electron/contract/lab-views.ts";
import { createEventHub } from "../../../../electron/services/events.ts";
import { type Labs, openLabs } from "../../../../electron/services/lab/labs.ts";
import { labRoutes } from "../../../../electron/services/lab/resources.ts";
import { NitidoError } from "../../../../models/errors.ts";
import {
  fakeLabEngine,
  LAB_PLAN,
  LAB_STARTED,
  labSnapshotAt,
  labStepAt,
} from "../../../support/fake-lab.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const root = temporaryFolder();
let runs = 0;
let folder: string;
let busy: boolean;
let fake: ReturnType<typeof fakeLabEngine>;
let labs: Labs;
let heard: { readonly name: string; readonly payload: unknown }[];

/** As after a start of the app: what is on the disk alone is known. */
async function open(): Promise<void> {
  fake = fakeLabEngine();
  [heard, busy] = [[], false];
  const hub = createEventHub();
  hub.subscribe((event) => heard.push(event));
  const { emit } = hub;
  const engine = () => fake.engine;
  labs = await openLabs({ engine, folder, emit, busy: () => busy });
}

afterEach(() => labs.close());

beforeEach(async () => {
  folder = join(root, String(++runs));
  await open();
});

const item = (): LabItem => labs.items()[0]!;
const last = () => fake.runs.at(-1)!;
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

async function start(): Promise<string> {
  const id = await labs.handlers["lab.start"]({ plan: LAB_PLAN });
  last().report(LAB_STARTED);
  return id;
}

async function view(name: string, body: unknown): Promise<unknown> {
  const request = new Request(`http://x/lab/${name}`, {
    ...{ method: "POST", body: JSON.stringify(body) },
  });
  const routes = labRoutes({ engine: () => fake.engine, labs });
  const url = new URL(request.url);
  const route = routes.find(([, path]) => path.test(url.pathname))!;
  const response = await route[2](request, url);
  return unpackView(await response.arrayBuffer());
}

describe("a run", () => {
  test("is prepared, learns, and ends with its figures", async () => {
    const id = await labs.handlers["lab.start"]({ plan: LAB_PLAN });
    expect(item().state).toBe("preparing");
    expect(item().error).toBeUndefined();
    const run = join(folder, id, "run");
    expect(last().request).toMatchObject({ ...LAB_PLAN, run });
    last().report({ kind: "reading", done: 1, of: 100 });
    expect(item().reading).toEqual({ done: 1, of: 100 });
    last().report(LAB_STARTED);
    last().report(labStepAt(1));
    expect(item()).toMatchObject({ state: "running", now: { step: 1 } });
    last().report(labSnapshotAt(10));
    expect(item().measured).toEqual([{ step: 10, error: 0.1 }]);
    last().report({ kind: "comparing" });
    expect(item().state).toBe("measuring");
    last().end();
    await settled();
    expect(item()).toMatchObject({ state: "ended", outcome: { steps: 30 } });
    expect(heard.some(({ name }) => name === "lab.metrics")).toBe(true);
    expect(await labs.handlers["lab.history"]({ id })).toHaveLength(1);
  });

  test("that has ended is there after a restart, with its losses", async () => {
    const id = await start();
    const run = labs.find(id).path;
    last().end();
    await labs.close();
    await open();
    expect(item()).toMatchObject({ id, state: "ended" });
    expect(await labs.handlers["lab.history"]({ id })).toEqual([]);
    expect(run).toBe(labs.find(id).path);
  });

  test("that was under way when the app ended goes on at the next start", async () => {
    const id = await start();
    for (const step of [10, 20]) {
      last().report(labStepAt(step));
      last().report(labSnapshotAt(step));
    }
    await labs.close();
    await open();
    expect(last().request).toMatchObject({ ...LAB_PLAN, resume: true });
    last().report({ ...LAB_STARTED, step: 15 });
    expect(item()).toMatchObject({
      ...{ id, state: "running", measured: [{ step: 10 }] },
    });
    last().end();
    await settled();
    expect(item().state).toBe("ended");
  });

  test("that failed goes on when it is told to", async () => {
    const id = await start();
    last().fail(new NitidoError("DISK_FULL"));
    await settled();
    await labs.handlers["lab.resume"]({ id });
    expect(item()).toMatchObject({ state: "preparing" });
    expect(item().error).toBeUndefined();
    expect(last().request.resume).toBe(true);
  });

  test("ends early and is kept", async () => {
    const id = await start();
    await labs.handlers["lab.stop"]({ id });
    await settled();
    expect(item().state).toBe("ended");
  });

  test("that fails says why", async () => {
    await start();
    last().fail(new NitidoError("LAB_UNSUITABLE", { kind: "few" }));
    await settled();
    expect(item()).toMatchObject({ state: "failed" });
    expect(item().error?.details).toEqual({ kind: "few" });
  });

  test("is gone with its folder once it is discarded", async () => {
    const id = await start();
    writeFileSync(join(folder, id, "more"), "");
    await labs.handlers["lab.discard"]({ id });
    expect(labs.items()).toEqual([]);
    expect(existsSync(join(folder, id))).toBe(false);
  });
});

test("one learns at a time, and none beside a training", async () => {
  busy = true;
  const refused = { details: { kind: "trainingBusy" } };
  await expect(start()).rejects.toMatchObject(refused);
  busy = false;
  await start();
  await expect(start()).rejects.toMatchObject(refused);
});

describe("what a run is used for", () => {
  test("takes its own pictures, or others", async () => {
    const id = await start();
    const some = { id, part: "all", limit: 5, method: null } as const;
    const map = labs.handlers["lab.map"];
    expect(await map({ ...some, source: null })).toMatchObject({
      ...{ source: "digits", run: labs.find(id).path, out: null },
    });
    expect(await map({ ...some, source: "/tmp/x" })).toMatchObject({
      source: "/tmp/x",
    });
  });

  test("answers with pictures, and refuses what is no request", async () => {
    const id = await start();
    expect(await view("snapshot", { id })).toBeNull();
    last().report(labSnapshotAt(10));
    expect(await view("snapshot", { id })).toMatchObject({
      ...{ step: 10, rebuilt: Uint8Array.of(1, 2, 3, 4) },
    });
    expect(
      await view("decoded", { id, codes: [[1, 2]], count: 1, seed: 0 }),
    ).toMatchObject({ codes: [[1, 2]], run: labs.find(id).path });
    await expect(view("filters", { id })).rejects.toMatchObject({
      code: "USAGE",
    });
  });
});

test("a curve over the number of labels is computed, stopped, and kept", async () => {
  const id = await start();
  last().end();
  await settled();
  const wish = { counts: [5, 10], seeds: 2, steps: 50, frozen: true };
  await labs.handlers["lab.labels"]({ id, ...wish });
  const learnt = (accuracy: number) => ({ accuracy, curve: [] });
  const { request, end } = fake.classified[0]!;
  expect(request).toMatchObject({
    ...{ perClass: 5, seeds: [0, 1], steps: 50, samples: 0, frozen: true },
    run: labs.find(id).path,
  });
  end({
    ...{ run: "r", classes: ["a"], labelled: 10, heldOut: 9, steps: 50 },
    reading: LAB_STARTED.reading,
    seeds: [
      { seed: 0, random: learnt(0.5), pretrained: learnt(0.75) },
      { seed: 1, random: learnt(0.5), pretrained: learnt(0.25) },
    ],
    accuracy: { random: 0.5, pretrained: 0.5 },
    confidence: {
      ...{ heldOut: 1, shuffled: 1, samples: null, sampleClasses: null },
    },
  });
  await settled();
  expect(fake.classified[1]?.request).toMatchObject({ perClass: 10 });
  expect(() => labs.handlers["lab.labels"]({ id, ...wish })).toThrow();
  await labs.handlers["lab.stopLabels"]({ id });
  await labs.close();
  await open();
  expect(item().labels).toMatchObject({
    ...{ ...wish, fraction: null },
    points: [
      {
        ...{ perClass: 5, random: { mean: 0.5, deviation: 0 } },
        pretrained: { mean: 0.5, deviation: Math.SQRT2 / 4 },
      },
    ],
  });
});
