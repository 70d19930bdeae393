/** What the app says of a batch before it, and writes of it afterwards. */
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SavePapers } from "../../../../electron/contract/values.ts";
import { speedsOf } from "../../../../electron/services/save/estimate.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { isOver, open, RULES, SETTINGS, World } from "./harness.ts";

const root = temporaryFolder();

test("the estimate: megapixels at the measured speed, room that is needed and there", async () => {
  const world = new World(mkdtempSync(join(root, "world-")));
  world.add("a.png", { megapixels: 10 });
  world.add("b.jpg", { megapixels: 30, settings: { ...SETTINGS, model: "x" } });
  const measured = [
    { name: "fast-photo", mpxPerSecond: 5 },
    { name: "x", mpxPerSecond: 10 },
    { name: "unmeasured" },
  ];
  const models = { white: "fast-awgn", correlated: "fast-photo" };
  const app = open(world, {
    speeds: () => Promise.resolve(speedsOf(measured, { models })),
  });
  const ask = app.saving.handlers["save.estimate"];
  const folder = join(world.outputs, "new", "folder");
  const estimate = await ask({ ids: world.ids, rules: { ...RULES, folder } });
  expect(estimate).toMatchObject({ images: 2, megapixels: 40, seconds: 5 });
  expect(estimate.bytes).toBe(10e6 * 2.4 + 30e6 * 0.81);
  expect(estimate.free).toBeGreaterThan(0);
  const unknown = open(world);
  expect(
    await unknown.saving.handlers["save.estimate"]({
      ids: world.ids,
      rules: RULES,
    }),
  ).toMatchObject({ seconds: null });
  const worked = open(world, { rate: () => 8 });
  expect(
    await worked.saving.handlers["save.estimate"]({
      ids: world.ids,
      rules: RULES,
    }),
  ).toMatchObject({ seconds: 5 });
});

test("report and proof sheet of a job, beside those that are there already", async () => {
  const world = new World(mkdtempSync(join(root, "world-")));
  world.add("a.png");
  const told: SavePapers[] = [];
  let tell: () => void = () => undefined;
  const app = open(world, {
    papers(papers) {
      if (papers.fraction !== undefined) return;
      told.push(papers);
      tell();
    },
  });
  const rules = { ...RULES, folder: world.outputs };
  const { handlers } = app.saving;
  const job = await handlers["save.start"]({ ids: world.ids, rules });
  await app.until(isOver);
  for (let times = 0; times < 2; times++) {
    const written = new Promise<void>((resolve) => (tell = resolve));
    await handlers["save.write"]({ job, folder: world.folder, language: "en" });
    await written;
  }
  const at = (name: string) => join(world.folder, name);
  expect(told).toEqual([
    { job, report: at("nitido-report.json"), proof: at("nitido-proof.html") },
    {
      ...{ job, report: at("nitido-report-2.json") },
      proof: at("nitido-proof-2.html"),
    },
  ]);
  expect(JSON.parse(readFileSync(told[0]!.report!, "utf8"))).toMatchObject({
    ...{ format: "nitido-report", version: 1, ended: "done" },
    totals: { files: 1, done: 1, failed: 0, left: 0, megapixels: 12 },
    files: [{ status: "done", model: "fast-photo" }],
  });
  expect(readFileSync(told[0]!.proof!, "utf8")).toContain("a.png");
});

test("their writing says how far it is, and ends when asked: nothing of it stays", async () => {
  const world = new World(mkdtempSync(join(root, "world-")));
  for (const name of ["a.png", "b.png", "c.png"]) world.add(name);
  const told: SavePapers[] = [];
  let over: () => void = () => undefined;
  const app = open(world, {
    papers(papers) {
      told.push(papers);
      if (papers.fraction === undefined) over();
      else void app.saving.handlers["save.stopWriting"]({ job: papers.job });
    },
  });
  const rules = { ...RULES, folder: world.outputs };
  const { handlers } = app.saving;
  const job = await handlers["save.start"]({ ids: world.ids, rules });
  await app.until(isOver);
  const folder = join(world.folder, "papers");
  const ended = new Promise<void>((resolve) => (over = resolve));
  await handlers["save.write"]({ job, folder, language: "en" });
  await ended;
  expect(told).toEqual([{ job, fraction: 1 / 3 }, { job }]);
  expect(readdirSync(folder)).toEqual([]);
});
