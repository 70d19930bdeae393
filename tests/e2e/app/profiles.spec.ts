/** Camera profiles: measured from a folder, listed, followed by photographs, removed; refused with the reason. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { pixelsOf, saved, slopeImage } from "../../support/image-files.ts";
import { expect, test } from "./fixtures.ts";
import { add, denoised } from "./screen.ts";

/** A photograph of a camera; `light` scales its brightness. */
async function taken(file: string, seed: number, light = 1): Promise<string> {
  const exif = { IFD0: { Model: "Lux 1" }, IFD2: { ISOSpeedRatings: "800" } };
  const pixels = pixelsOf(slopeImage(15, seed)).linear(light);
  await saved(pixels.withExif(exif).png(), file);
  return file;
}

async function takenIn(folder: string, light = 1): Promise<string> {
  mkdirSync(folder);
  for (const seed of [1, 2, 3])
    await taken(join(folder, `${String(seed)}.png`), seed, light);
  return folder;
}

async function measure(page: Page, folder: string): Promise<Locator> {
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await page
    .getByRole("textbox", { name: "Folder of photographs" })
    .fill(folder);
  await page.getByRole("button", { name: "Measure", exact: true }).click();
  return page.getByRole("row", { name: /Lux 1/ });
}

test("a camera is measured, its photographs follow it, and it is forgotten", async ({
  app,
}) => {
  const page = await app.open();
  const row = await measure(page, await takenIn(join(app.folder, "camera")));
  await expect(row).toContainText("800");
  await page.getByRole("button", { name: "Denoise" }).click();
  await add(page, await taken(join(app.folder, "new.png"), 9));
  await denoised(page);
  await expect(page.getByTitle(/Lux 1/).first()).toBeVisible();
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await page
    .getByRole("button", { name: /^Remove the profile of Lux 1/ })
    .click();
  await expect(row).toHaveCount(0);
});

test("black photographs leave the profile as it was, and say what would do", async ({
  app,
}) => {
  const page = await app.open();
  const row = await measure(page, await takenIn(join(app.folder, "camera")));
  await expect(row).toBeVisible();
  const before = await row.innerText();
  await measure(page, await takenIn(join(app.folder, "dark"), 0));
  await expect(
    page.getByText("show no noise that could be measured"),
  ).toBeVisible();
  await expect(
    page.getByText("well exposed ones of the same camera"),
  ).toBeVisible();
  expect(await row.innerText()).toBe(before);
});
