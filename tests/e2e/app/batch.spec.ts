/** Many photographs at once: the folders stay, and what is wrong with one does not concern the others. */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import sharp from "sharp";
import { gainMapJpeg } from "../../support/gain-map.ts";
import { expect, test } from "./fixtures.ts";
import { photograph, photographs, readColours, SIZE } from "./photographs.ts";
import {
  add,
  choose,
  denoised,
  frame,
  openSaving,
  startSaving,
  status,
} from "./screen.ts";

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort();

/** The line of a batch that is about one file. */
const line = (page: Page, name: string): Locator =>
  page
    .getByRole("dialog", { name: "Saving" })
    .getByRole("listitem")
    .filter({ hasText: name });

test("a folder is saved with its folders, and what is broken is named with its reason", async ({
  app,
}) => {
  const trip = join(app.folder, "trip");
  await photograph(join(trip, "first.jpg"));
  await photograph(join(trip, "day 1", "second.png"));
  await photograph(join(trip, "day 1", "noon", "third.jpg"));
  truncateSync(await photograph(join(trip, "day 1", "cut.png")), 900);
  writeFileSync(join(trip, "notes.jpg"), "These are notes and no photograph.");
  writeFileSync(join(trip, "list.txt"), "nobody dropped this");

  const page = await app.open();
  await add(page, trip, { folder: true });
  await expect(page.getByText(/notes\.jpg is in no format/)).toBeVisible();
  for (const name of ["first.jpg", "second.png", "third.jpg", "cut.png"])
    await expect(frame(page, name)).toBeVisible();
  const out = join(app.folder, "out");
  const dialog = await openSaving(page, out, { all: true });
  await startSaving(dialog);

  await expect(status(page, "Finished")).toContainText("3 saved");
  await expect(status(page, "Finished")).toContainText(/[12] failed/);
  await expect(line(page, "cut")).toContainText(
    /(^|\s)cut\.png is damaged or incomplete/,
  );
  expect(filesBelow(out)).toEqual([
    "trip/day 1/noon/third-denoised.jpg",
    "trip/day 1/second-denoised.png",
    "trip/first-denoised.jpg",
  ]);
  const third = await readColours(
    join(out, "trip", "day 1", "noon", "third-denoised.jpg"),
  );
  expect(third).toMatchObject(SIZE);
});

test("names that are taken are numbered or left out, as was chosen", async ({
  app,
}) => {
  const files = await photographs(join(app.folder, "in"), 2);
  const out = join(app.folder, "out");
  mkdirSync(out);
  writeFileSync(join(out, "a-denoised.png"), "was here before");
  const page = await app.open();
  await add(page, files);
  await denoised(page);

  const first = await openSaving(page, out, { all: true });
  await expect(first.getByRole("listitem")).toHaveText([
    "a-denoised-2.png",
    "b-denoised.png",
  ]);
  await startSaving(first);
  await expect(status(page, "Finished")).toContainText("2 saved");
  await page.keyboard.press("Escape");
  await expect(status(page, "Finished")).toBeHidden();

  const second = await openSaving(page, out, { all: true });
  await choose(page, "If it exists", "Leave it out");
  await startSaving(second);
  await expect(status(page, "Finished").first()).toContainText(
    "0 saved, 2 left out",
  );
  expect(filesBelow(out)).toEqual([
    "a-denoised-2.png",
    "a-denoised.png",
    "b-denoised.png",
  ]);
});

test("a batch says before it what it takes, of each file what was changed or why it failed, and after it writes its papers", async ({
  app,
}) => {
  const trip = join(app.folder, "trip");
  const sky = await photograph(join(trip, "sky.png"));
  await sharp(sky).toColourspace("cmyk").toFile(join(trip, "inks.jpg"));
  await gainMapJpeg(join(trip, "bright.jpg"), SIZE);
  truncateSync(await photograph(join(trip, "cut.png")), 900);
  const page = await app.open(trip);
  await frame(page, "bright.jpg").click();
  await expect(page.getByText(/brightness map for HDR/)).toBeVisible();
  await frame(page, "inks.jpg").click();
  await denoised(page);
  await expect(page.getByText(/converted from CMYK/)).toBeVisible();

  const out = join(app.folder, "out");
  const dialog = await openSaving(page, out, { all: true });
  await expect(dialog.getByRole("status")).toHaveText(
    /4 photographs · about \d+ MP · about \d+ (s|min) .* · about \d+ MB .* free/,
  );
  await startSaving(dialog);
  await expect(status(page, "Finished")).toContainText("3 saved");
  await expect(line(page, "inks")).toContainText("converted from CMYK");
  await expect(line(page, "bright")).toContainText("brightness map for HDR");

  const jobs = page.getByRole("dialog", { name: "Saving" });
  await jobs.getByRole("button", { name: "Write report and proof" }).click();
  await jobs.getByRole("textbox", { name: /^Folder/ }).fill(sky);
  await jobs.getByRole("button", { name: "Write", exact: true }).click();
  await expect(jobs.getByRole("alert")).toContainText("cannot be written");
  await jobs.getByRole("button", { name: "Write report and proof" }).click();
  await jobs.getByRole("textbox", { name: /^Folder/ }).fill(out);
  await jobs.getByRole("button", { name: "Write", exact: true }).click();
  const proof = join(out, "nitido-proof.html");
  await expect(jobs.getByRole("definition").first()).toHaveText(proof);
  expect(readFileSync(proof, "utf8")).toContain("inks.jpg");

  await photograph(join(trip, "cut.png"));
  await jobs.getByRole("button", { name: "Try 1 failed one again" }).click();
  await startSaving(page.getByRole("dialog", { name: "Save photograph" }));
  await expect(line(page, "cut-denoised.png")).toBeVisible();
  expect(filesBelow(out)).toContain("trip/cut-denoised.png");
});
