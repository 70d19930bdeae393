/** Folders of runs that a stranger may have made: what they say is checked before anything is built by it. */
import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import {
  openLabRun,
  readLabWeights,
} from "../../../../electron/engine/lab/run-folder.ts";
import { labRunOf } from "../../../support/lab-run.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const root = temporaryFolder();
let made = 0;
let run: string;
let choice: Readonly<Record<string, unknown>>;

beforeEach(async () => {
  const whole = await labRunOf(join(root, `run-${String(made++)}`));
  run = whole.run;
  choice = { ...whole.recipe.choice };
});

function changed(file: string, values: Readonly<Record<string, unknown>>) {
  const path = join(run, file);
  const before = JSON.parse(readFileSync(path, "utf8")) as object;
  writeFileSync(path, JSON.stringify({ ...before, ...values }));
}

test("a whole run is opened", async () => {
  const { recipe, facts } = await openLabRun(run);
  expect(recipe.choice).toEqual(choice);
  expect(facts.version).toBe(1);
});

test.each([
  ["a picture of no extent", { picture: [3, 0, 6] }],
  ["a picture of too many samples", { picture: [3, 60_000, 60_000] }],
  ["half a pixel", { picture: [3, 6.5, 6] }],
  ["a network of no kind", { kind: "constructor" }],
  ["too wide a layer", { widths: [1e9] }],
  ["too many layers", { widths: Array.from({ length: 1000 }, () => 2) }],
  ["no code", { latent: 0 }],
])("%s is refused", async (_, wrong) => {
  changed("recipe.json", { choice: { ...choice, ...wrong } });
  await expect(openLabRun(run)).rejects.toMatchObject({
    code: "CHECKPOINT_DAMAGED",
  });
});

test("facts of another version are refused", async () => {
  changed("run.json", { version: 2 });
  await expect(openLabRun(run)).rejects.toMatchObject({
    code: "CHECKPOINT_DAMAGED",
  });
});

test("weights of another number than the network has are refused", async () => {
  const specs = [{ name: "head", shape: [16, 13, 3, 4], gain: 1 }];
  await expect(readLabWeights(run, specs)).rejects.toMatchObject({
    code: "CHECKPOINT_DAMAGED",
  });
});

test.skipIf(process.platform === "win32").each([
  ["recipe.json", () => openLabRun(run)],
  ["run.json", () => openLabRun(run)],
  ["weights.safetensors", () => readLabWeights(run, [])],
])("%s that never ends is not read", async (file, read) => {
  rmSync(join(run, file), { force: true });
  symlinkSync("/dev/zero", join(run, file));
  await expect(read()).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
});
