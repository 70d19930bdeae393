/** Jobs that write images: what they ask of the engine and report, their states, and what outlives a restart. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { SaveRules } from "../../../../electron/contract/values.ts";
import type { DenoiseRequest } from "../../../../electron/services/api-files.ts";
import type { SavingOptions } from "../../../../electron/services/save/saving.ts";
import { NitidoError } from "../../../../models/errors.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import {
  type Denoise,
  denoise,
  isOver,
  openWith,
  RULES,
  type Running,
  SETTINGS,
  World,
} from "./harness.ts";

const root = temporaryFolder();
let world: World;
let rules: SaveRules;
beforeEach(() => {
  world = new World(mkdtempSync(join(root, "world-")));
  rules = { ...RULES, folder: world.outputs };
});

const running = (call?: Denoise, options?: Partial<SavingOptions>): Running =>
  openWith(world, call ?? denoise, options);

const start = ({ saving }: Running, part: Partial<SaveRules> = {}) =>
  saving.handlers["save.start"]({
    ids: world.ids,
    rules: { ...rules, ...part },
  });

/** An engine that works on what ends so until it is stopped; `reached` resolves when it has begun. */
function waitingAt(end: string): {
  call: Denoise;
  reached: Promise<void>;
  open: () => void;
} {
  let reach: () => void = () => undefined;
  let isOpen = false;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const call: Denoise = async (request, watch = {}) => {
    if (isOpen || !request.inputs[0]?.endsWith(end))
      return denoise(request, watch);
    writeFileSync(request.out, "half");
    reach();
    await new Promise<void>((resolve) =>
      watch.signal?.addEventListener("abort", () => resolve()),
    );
    throw new NitidoError("CANCELLED");
  };
  return { call, reached, open: () => (isOpen = true) };
}

test("writes every image and reports it", async () => {
  world.add("a.png");
  const noise = { luma: 4, chroma: 8 };
  world.add("b.png", { settings: { ...SETTINGS, noise, strength: 70 } });
  const requests: DenoiseRequest[] = [];
  const saved: string[] = [];
  const app = running(
    (request, watch) => {
      requests.push(request);
      return denoise(request, watch);
    },
    { saved: (image: string, output: string) => saved.push(image, output) },
  );
  const id = await start(app, { bitDepth: 16, quality: 80 });
  const job = await app.until(isOver);
  const out = (name: string): string => join(world.outputs, name);
  expect(job).toMatchObject({
    ...{ id, state: "done", total: 2, done: 2, failed: 0, skipped: 0 },
    ...{ fraction: 1, secondsLeft: 0 },
  });
  expect(job).not.toHaveProperty("error");
  expect(world.results()).toEqual({
    "a-denoised.png": "a.png",
    "b-denoised.png": "b.png",
  });
  const files = await app.saving.handlers["save.report"]({ job: id });
  expect(files).toEqual(job.files);
  expect(files[0]).toEqual({
    image: "a-png",
    input: join(world.originals, "a.png"),
    output: out("a-denoised.png"),
    status: "done",
    notices: [],
    seconds: 0.5,
  });
  expect(saved).toEqual([
    ...["a-png", out("a-denoised.png")],
    ...["b-png", out("b-denoised.png")],
  ]);
  expect(requests[0]).toMatchObject({
    ...SETTINGS,
    inputs: [join(world.originals, "a.png")],
    ...{ format: "keep", bitDepth: 16, quality: 80, device: "auto" },
    out: expect.stringMatching(/\/\.nitido-\w+\/result\.png$/) as string,
  });
  expect(requests[1]).toMatchObject({ noise, strength: 70 });
  await app.saving.close();
});

test("measures an image whose model is to be chosen", async () => {
  world.add("a.png", { settings: { ...SETTINGS, model: "auto" } });
  const models: string[] = [];
  const app = running((request, watch) => {
    models.push(request.model);
    return denoise(request, watch);
  });
  await start(app);
  await app.until(isOver);
  expect(models).toEqual(["fast-awgn"]);
});

describe("pausing", () => {
  test("stops at once, lasts over a restart, and ends with `resume`", async () => {
    for (const name of ["a", "b", "c"]) world.add(`${name}.png`);
    const engine = waitingAt("b.png");
    const app = running(engine.call);
    const job = await start(app);
    await engine.reached;
    await app.saving.handlers["save.pause"]({ job });
    expect(app.saving.jobs()[0]).toMatchObject({ state: "paused", done: 1 });
    expect(Object.keys(world.results())).toEqual(["a-denoised.png"]);
    await app.saving.close();

    const next = running();
    await next.saving.resumeAll();
    expect(next.saving.jobs()[0]).toMatchObject({ state: "paused", done: 1 });
    await next.saving.handlers["save.resume"]({ job });
    expect(await next.until(isOver)).toMatchObject({ done: 3 });
    expect(world.results()).toEqual({
      "a-denoised.png": "a.png",
      "b-denoised.png": "b.png",
      "c-denoised.png": "c.png",
    });
  });

  test("and going on within one process", async () => {
    for (const name of ["a", "b"]) world.add(`${name}.png`);
    const engine = waitingAt("a.png");
    const app = running(engine.call);
    const job = await start(app);
    await engine.reached;
    await app.saving.handlers["save.pause"]({ job });
    engine.open();
    await app.saving.handlers["save.resume"]({ job });
    expect(await app.until(isOver)).toMatchObject({ state: "done", done: 2 });
  });
});

test("closing stops the work, and the next process goes on by itself", async () => {
  for (const name of ["a", "b"]) world.add(`${name}.png`);
  const engine = waitingAt("b.png");
  const app = running(engine.call);
  await start(app);
  await engine.reached;
  await app.saving.close();
  // Images may be gone from the film strip: the ledger knows them.
  world.sources.clear();
  const next = running();
  await next.saving.resumeAll();
  const job = await next.until(isOver);
  expect(job.files.map(({ image, status }) => [image, status])).toEqual([
    ["a-png", "done"],
    ["b-png", "done"],
  ]);
});

test("cancelling removes what is half done and keeps what is done", async () => {
  for (const name of ["a", "b", "c"]) world.add(`${name}.png`);
  const engine = waitingAt("b.png");
  const app = running(engine.call);
  const job = await start(app);
  await engine.reached;
  await app.saving.handlers["save.cancel"]({ job });
  expect(app.saving.jobs()[0]).toMatchObject({ state: "cancelled", done: 1 });
  expect(world.results()).toEqual({ "a-denoised.png": "a.png" });
  await app.saving.handlers["save.resume"]({ job });
  await app.saving.close();
  const next = running();
  await next.saving.resumeAll();
  expect(next.saving.jobs()[0]).toMatchObject({ state: "cancelled", done: 1 });
  await next.saving.handlers["save.forget"]({ job });
  expect(next.saving.jobs()).toEqual([]);
  expect(world.ledgerFiles()).toEqual([]);
  expect(world.results()).toEqual({ "a-denoised.png": "a.png" });
});

test("jobs take turns, so that one image need not wait for thousands", async () => {
  for (const name of ["a", "b", "c", "d", "e"]) world.add(`${name}.png`);
  const order: string[] = [];
  let go = (): void => undefined;
  const bothWait = new Promise<void>((resolve) => (go = resolve));
  const app = running(async (request, watch) => {
    order.push(request.inputs[0]!.slice(-5, -4));
    await bothWait;
    return denoise(request, watch);
  });
  const { handlers } = app.saving;
  const ids = world.ids;
  await handlers["save.start"]({ ids: ids.slice(0, 4), rules });
  const job = await handlers["save.start"]({ ids: ids.slice(4), rules });
  go();
  await app.until((one) => one.id === job && isOver(one));
  expect(order).not.toContain("d");
  await app.until((one) => one.id !== job && isOver(one));
  expect(order.sort()).toEqual(["a", "b", "c", "d", "e"]);
});

test("a job that is not there, and nothing to save", async () => {
  const app = running();
  const { handlers } = app.saving;
  await expect(
    (async () => handlers["save.report"]({ job: "none" }))(),
  ).rejects.toMatchObject({ code: "USAGE", details: { kind: "job" } });
  await expect(start(app)).rejects.toMatchObject({
    details: { kind: "nothingToSave" },
  });
  world.add("a.png");
  await expect(start(app, { name: "{nmae}" })).rejects.toMatchObject({
    details: { kind: "namePlaceholder" },
  });
  expect(world.ledgerFiles()).toEqual([]);
});

test("strange files among the ledgers are left alone", async () => {
  mkdirSync(world.ledgers);
  const files = {
    "newer.jsonl": `{"format":"nitido-save","version":2}\n`,
    "torn.jsonl": `{"format":"nit`,
    "empty.jsonl": "",
    "notes.txt": "hello",
  };
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(world.ledgers, name), text);
  mkdirSync(join(world.ledgers, ".nitido-x"));
  const app = running();
  await app.saving.resumeAll();
  expect(app.saving.jobs()).toEqual([]);
  const texts = world
    .ledgerFiles()
    .map((file) => [
      file.slice(world.ledgers.length + 1),
      readFileSync(file, "utf8"),
    ]);
  expect(Object.fromEntries(texts)).toEqual(files);
});

test("a hundred of the newest files are shown, and the report has them all", async () => {
  for (let i = 0; i < 120; i++) world.add(`${String(i)}.png`);
  const app = running();
  const job = await start(app);
  const { files } = await app.until(isOver);
  expect(files).toHaveLength(100);
  expect(files.at(-1)?.image).toBe("119-png");
  expect(await app.saving.handlers["save.report"]({ job })).toHaveLength(120);
  // Some in the middle, and one for each change of state; never one for each file.
  expect(app.events.length).toBeLessThan(60);
});
