/** The names that saving would give are those it gives. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { SaveRules } from "../../../../electron/contract/values.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { isOver, open, RULES, SETTINGS, World } from "./harness.ts";

const root = temporaryFolder();
let world: World;
beforeEach(() => {
  world = new World(mkdtempSync(join(root, "world-")));
});

/** Names or errors in a preview; then the job is done, and what it wrote must agree. */
async function names(part: Partial<SaveRules>): Promise<string[]> {
  const rules = { ...RULES, folder: world.outputs, ...part };
  const { saving, until } = open(world);
  const { handlers } = saving;
  const preview = await handlers["save.names"]({ ids: world.ids, rules });
  await handlers["save.start"]({ ids: world.ids, rules });
  const { files } = await until(isOver);
  for (const [index, { output, error }] of preview.entries())
    expect(files[index]).toMatchObject({
      output,
      ...(error && { status: "failed", error }),
    });
  await saving.close();
  return preview.map(
    ({ output, error }) => error?.code ?? basename(output ?? ""),
  );
}

test("placeholders, with settings of each image", async () => {
  world.add("trip/a.png", {
    settings: { ...SETTINGS, model: "mine", noise: { luma: 5, chroma: 9 } },
  });
  world.add("b.png");
  expect(
    await names({ name: "{counter} {folder} {name} {model} {sigma}" }),
  ).toEqual(["1 trip a mine 5+9.png", "2 in b fast-photo auto.png"]);
});

test("numbers avoid the disk and the batch, whatever the case", async () => {
  for (const name of ["a.png", "x/A.png", "y/a.png", "b.png"]) world.add(name);
  writeFileSync(join(world.outputs, "a-DENOISED-2.png"), "");
  expect(await names({})).toEqual([
    "a-denoised.png",
    "A-denoised-3.png",
    "a-denoised-4.png",
    "b-denoised.png",
  ]);
});

test("what a format cannot hold is told beforehand", async () => {
  world.add("large.png", { size: { width: 8000, height: 5000 } });
  world.add("long.png", { size: { width: 20_000, height: 10 } });
  world.add("unknown.png");
  expect(await names({ format: "jxl" })).toEqual([
    "FORMAT_LIMIT",
    "long-denoised.jxl",
    "unknown-denoised.jxl",
  ]);
  expect(await names({ format: "webp" })).toEqual([
    "large-denoised.webp",
    "FORMAT_LIMIT",
    "unknown-denoised.webp",
  ]);
});

test("composed and decomposed letters are one name", async () => {
  world.add("\u00e1.png");
  world.add("x/a\u0301.png");
  expect(await names({})).toEqual([
    "\u00e1-denoised.png",
    "\u00e1-denoised-2.png",
  ]);
});

test("without numbers, two images cannot have one name", async () => {
  for (const name of ["a.png", "x/a.png"]) world.add(name);
  for (const existing of ["fail", "overwrite", "skip"] as const)
    expect((await names({ existing, name: `${existing} {name}` }))[1]).toBe(
      "OUTPUT_COLLISION",
    );
});

test("what is there already", async () => {
  world.add("a.png");
  writeFileSync(join(world.outputs, "a-denoised.png"), "");
  expect(await names({ existing: "fail" })).toEqual(["OUTPUT_EXISTS"]);
  expect(await names({ existing: "skip" })).toEqual(["a-denoised.png"]);
  expect(await names({ existing: "overwrite" })).toEqual(["a-denoised.png"]);
});

test("trees are rebuilt in a folder, and not beside the originals", async () => {
  world.add("x/a.png", { folder: "x/../../up" });
  await names({});
  await names({ folder: null });
  expect(world.results()).toEqual({ "x/up/a-denoised.png": "x/a.png" });
  expect(world.results(world.originals)["x/a-denoised.png"]).toBe("x/a.png");
});

test("a picture from the clipboard has no place of its own", async () => {
  world.add("pasted.png", { home: null });
  expect(await names({ folder: null })).toEqual(["NO_FOLDER"]);
  expect(await names({})).toEqual(["pasted-denoised.png"]);
});

test("a format of choice and its extension", async () => {
  world.add("a.png");
  expect(await names({ format: "tiff" })).toEqual(["a-denoised.tif"]);
});

test("names of a job that is not done are taken", async () => {
  world.add("a.png");
  const app = open(world, {
    engine: {
      denoise: () => new Promise(() => undefined),
      analyze: () => new Promise(() => undefined),
    },
  });
  const request = {
    ids: world.ids,
    rules: { ...RULES, folder: world.outputs },
  };
  await app.saving.handlers["save.start"](request);
  expect(await app.saving.handlers["save.names"](request)).toEqual([
    { id: "a-png", output: join(world.outputs, "a-denoised-2.png") },
  ]);
});
