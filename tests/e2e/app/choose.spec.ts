/** Choosing a noise level by eye: with the mouse and with keys, for a photograph and for its camera. */
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { pixelsOf, saved, slopeImage } from "../../support/image-files.ts";
import { expect, test } from "./fixtures.ts";
import { photograph } from "./photographs.ts";
import { add, denoised } from "./screen.ts";

/** Opens the choice, and waits until all of it is computed. */
async function choosing(page: Page) {
  await page.getByRole("button", { name: "Choose by eye…" }).click();
  const dialog = page.getByRole("dialog", {
    name: "Choose the noise level by eye",
  });
  const options = dialog.getByRole("option");
  await expect(options).toHaveCount(6);
  // Places are looked for first.
  await expect(dialog.locator("figure").first()).toBeVisible();
  const crops = await dialog.locator("figure").count();
  await expect(dialog.locator("[role=option] canvas")).toHaveCount(6 * crops, {
    timeout: 60_000,
  });
  return { dialog, options };
}

test("a click or the keys set the level, Escape leaves it", async ({ app }) => {
  const page = await app.open();
  await add(page, await photograph(join(app.folder, "sky.png")));
  await denoised(page);
  const amount = page.getByRole("slider", { name: "Amount" });
  const { dialog, options } = await choosing(page);
  // What is measured is chosen, and has the focus.
  await expect(options.nth(2)).toHaveAttribute("aria-selected", "true");
  await expect(options.nth(2)).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(options.nth(3)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(options.nth(3)).toHaveAttribute("aria-selected", "true");
  await expect(dialog.getByRole("status")).toContainText("is denoised at σ");
  await options.nth(4).click();
  await expect(options.nth(4)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Escape");
  await expect(dialog).not.toBeVisible();
  await expect(amount).toHaveValue("200");
  // A photograph that does not say what it was taken with has no camera to keep the level for.
  await expect(page.getByRole("button", { name: /^Keep for/ })).toHaveCount(0);
});

test("the choice is kept for the camera and its ISO, and later photographs follow", async ({
  app,
}) => {
  const exif = { IFD0: { Model: "Lux 1" }, IFD2: { ISOSpeedRatings: "800" } };
  const taken = (name: string, seed: number) =>
    saved(
      pixelsOf(slopeImage(15, seed)).withExif(exif).png(),
      join(app.folder, name),
    );
  const page = await app.open();
  await add(page, await taken("one.png", 1));
  await denoised(page);
  const { dialog, options } = await choosing(page);
  await options.nth(3).click();
  const set = await dialog.getByRole("status").textContent();
  const sigma = /σ ([\d.]+\d)/.exec(set ?? "")?.[1];
  await dialog.getByRole("button", { name: "Keep for Lux 1, ISO 800" }).click();
  await expect(dialog).not.toBeVisible();
  const profile = page.getByText(`camera profile σ ${String(sigma)}`);
  await expect(profile).toBeVisible();
  await add(page, await taken("two.png", 2));
  await page.getByRole("option", { name: /two/ }).click();
  await denoised(page);
  await expect(page.getByTitle(/Lux 1, ISO 800/).first()).toBeVisible();
});
