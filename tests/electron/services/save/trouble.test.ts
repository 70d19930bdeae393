/** What goes wrong while a job runs: with one image, with the engine, with the disk, with names. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { SaveRules } from "../../../../electron/contract/values.ts";
import type { SavingOptions } from "../../../../electron/services/save/saving.ts";
import { NitidoError } from "../../../../models/errors.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import {
  type Denoise,
  denoise,
  isOver,
  openWith,
  refuses,
  RULES,
  type Running,
  troubled,
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

describe("what goes wrong with one image", () => {
  test("does not stop the others", async () => {
    for (const name of ["a", "gone", "late", "model", "text", "z"])
      world.add(`${name}.png`);
    writeFileSync(join(world.originals, "text.png"), "no image");
    rmSync(join(world.originals, "gone.png"));
    const app = running(
      troubled("model.png", () => {
        rmSync(join(world.originals, "late.png"), { force: true });
        return refuses("MODEL_UNKNOWN")();
      }),
    );
    // The order of the film strip: the model's refusal comes before `late`.
    const ids = ["a", "gone", "model", "late", "text", "z"];
    await app.saving.handlers["save.start"]({
      ids: ids.map((name) => `${name}-png`),
      rules,
    });
    const job = await app.until(isOver);
    expect(job).toMatchObject({ state: "done", done: 2, failed: 4 });
    expect(job.files.map(({ error, status }) => error?.code ?? status)).toEqual(
      [
        "done",
        "FILE_NOT_FOUND",
        "MODEL_UNKNOWN",
        "FILE_NOT_FOUND",
        "FORMAT_UNSUPPORTED",
        "done",
      ],
    );
    expect(Object.keys(world.results())).toEqual([
      "a-denoised.png",
      "z-denoised.png",
    ]);
  });

  test("is named after the output, not after the temporary file", async () => {
    world.add("a.png");
    const app = running(async (request) => {
      const file = request.out;
      const error = new NitidoError("OUTPUT_INVALID", { file });
      return Promise.reject(error);
    });
    await start(app);
    const { files } = await app.until(isOver);
    expect(files[0]?.error?.details).toEqual({
      file: join(world.outputs, "a-denoised.png"),
    });
  });

  test("a folder that cannot be made", async () => {
    world.add("a.png");
    writeFileSync(join(world.folder, "file"), "");
    const app = running();
    await start(app, { folder: join(world.folder, "file", "below") });
    const { files } = await app.until(isOver);
    expect(files[0]?.error?.code).toBe("OUTPUT_UNWRITABLE");
  });
});

test("an engine that ends is given a second try, of which is told", async () => {
  for (const name of ["a.png", "b.png"]) world.add(name);
  const restarted = vi.fn();
  const once = troubled("a.png", refuses("ENGINE_CRASHED"), 1);
  const app = running(once, { restarted });
  await start(app);
  expect(await app.until(isOver)).toMatchObject({ done: 2, failed: 0 });
  expect(restarted).toHaveBeenCalledOnce();
});

test("an image that ends the engine twice has failed", async () => {
  for (const name of ["a.png", "b.png"]) world.add(name);
  const app = running(troubled("a.png", refuses("ENGINE_CRASHED")));
  await start(app);
  const job = await app.until(isOver);
  expect(job).toMatchObject({ done: 1, failed: 1 });
  expect(job.files[0]?.error?.code).toBe("ENGINE_CRASHED");
});

test("an engine that ends over everything pauses the job", async () => {
  for (const name of ["a", "b", "c", "d", "e"]) world.add(`${name}.png`);
  const app = running(troubled("png", refuses("ENGINE_CRASHED"), 6));
  const job = await start(app);
  expect(await app.until(({ state }) => state === "paused")).toMatchObject({
    failed: 3,
    error: { code: "ENGINE_CRASHED" },
  });
  await app.saving.handlers["save.resume"]({ job });
  expect(await app.until(isOver)).toMatchObject({ done: 2, failed: 3 });
});

test("an engine that ends over the last three ends the job: nothing is left to go on with", async () => {
  for (const name of ["a", "b", "c"]) world.add(`${name}.png`);
  const app = running(troubled("png", refuses("ENGINE_CRASHED")));
  await start(app);
  const job = await app.until(({ state }) => state !== "running");
  expect(job).toMatchObject({ state: "done", failed: 3 });
  expect(job).not.toHaveProperty("error");
});

test("a full disk pauses the job, and nothing has failed", async () => {
  for (const name of ["a", "b", "c"]) world.add(`${name}.png`);
  const app = running(troubled("b.png", refuses("DISK_FULL"), 1));
  const job = await start(app);
  const paused = await app.until(({ state }) => state === "paused");
  expect(paused).toMatchObject({
    ...{ done: 1, failed: 0, error: { code: "DISK_FULL" } },
  });
  expect(Object.keys(world.results())).toEqual(["a-denoised.png"]);
  await app.saving.handlers["save.resume"]({ job });
  const done = await app.until(isOver);
  expect(done).toMatchObject({ state: "done", done: 3 });
  expect(done).not.toHaveProperty("error");
});

describe("a name that is taken while the image is in work", () => {
  const strange: Denoise = (request, watch) => {
    writeFileSync(join(world.outputs, "a-denoised.png"), "not ours");
    return denoise(request, watch);
  };

  test.each([
    ["number", "done", { "a-denoised-2.png": "a.png" }],
    ["skip", "skipped", {}],
    ["fail", "failed", {}],
  ] as const)("“%s”: %s", async (existing, status, results) => {
    world.add("a.png");
    const app = running(strange);
    await start(app, { existing });
    const { files } = await app.until(isOver);
    expect(files[0]?.status).toBe(status);
    expect(world.results()).toEqual({
      ...results,
      "a-denoised.png": "not ours",
    });
  });
});

test("what is skipped or must not be written costs no work", async () => {
  world.add("a.png");
  world.add("b.png");
  writeFileSync(join(world.outputs, "a-denoised.png"), "not ours");
  let calls = 0;
  const app = running((request, watch) => {
    calls++;
    return denoise(request, watch);
  });
  await start(app, { existing: "skip" });
  expect(await app.until(isOver)).toMatchObject({ done: 1, skipped: 1 });
  expect(calls).toBe(1);
});

test("no original is written over, whatever the rules say", async () => {
  world.add("a.png");
  const original = readFileSync(join(world.originals, "a.png"));
  for (const existing of ["overwrite", "skip", "fail"] as const) {
    const app = running();
    await start(app, { folder: null, name: "{name}", existing });
    const { files } = await app.until(isOver);
    expect(files[0]?.error?.code).toBe("OUTPUT_IS_INPUT");
    await app.saving.close();
  }
  const app = running();
  await start(app, { folder: null, name: "{name}" });
  await app.until(isOver);
  expect(world.results(world.originals)["a-2.png"]).toBe("a.png");
  expect(readFileSync(join(world.originals, "a.png"))).toEqual(original);
});
