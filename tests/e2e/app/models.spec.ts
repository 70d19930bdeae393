/** The Models screen: what there is, what was measured, and models that others made. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { foreignModel } from "../../support/foreign-models.ts";
import { expect, test } from "./fixtures.ts";

const VERDICT = /Integrity checks passed|Not to be trusted with photographs/;

const card = (page: Page, name: string): Locator =>
  page.getByRole("article").filter({ hasText: name });

async function importFile(page: Page, file: string): Promise<void> {
  await page.locator('input[accept=".onnx"]').setInputFiles(file);
}

test("a model is measured, and exported with its card", async ({ app }) => {
  const page = await app.open();
  await page.getByRole("button", { name: "Models" }).click();
  const fast = card(page, "fast-photo");
  await expect(fast).toContainText("not measured yet");
  await fast.getByRole("button", { name: "Measure" }).click();
  await expect(fast).toContainText(/\d MP\/s/);
  await expect(fast).toContainText("Integrity checks passed");

  const folder = join(app.folder, "exported");
  await fast.getByRole("button", { name: "Export…" }).click();
  const dialog = page.getByRole("dialog", { name: /^Export/ });
  await dialog.getByRole("textbox", { name: "Folder" }).fill(folder);
  await dialog.getByRole("button", { name: "Export…" }).click();
  await expect(dialog).not.toBeVisible();
  expect(existsSync(join(folder, "fast-photo.onnx"))).toBe(true);
  expect(existsSync(join(folder, "fast-photo.json"))).toBe(true);
});

test("another's denoiser is imported, measured and removed; what is none is refused with the reason", async ({
  app,
}) => {
  const [good, bad] = ["smooth.onnx", "labels.onnx"].map((name) =>
    join(app.folder, name),
  ) as [string, string];
  writeFileSync(good, foreignModel("unit"));
  writeFileSync(bad, foreignModel("classifier"));
  const page = await app.open();
  await page.getByRole("button", { name: "Models" }).click();

  await importFile(page, good);
  const dialog = page.getByRole("dialog", { name: "Import model" });
  await expect(dialog.getByRole("textbox", { name: "Name" })).toHaveValue(
    "smooth",
  );
  await dialog.getByRole("button", { name: "Import" }).click();
  await expect(dialog).not.toBeVisible();
  const smooth = card(page, "smooth");
  await expect(smooth).toContainText("imported");
  await expect(smooth).toContainText(VERDICT);

  await importFile(page, bad);
  await expect(page.getByRole("log")).toContainText("labels");
  await expect(page.getByRole("log")).toContainText(/Choose|Check/);
  await expect(dialog).not.toBeVisible();

  await smooth.getByRole("button", { name: /^Delete/ }).click();
  await page
    .getByRole("dialog", { name: /^Delete/ })
    .getByRole("button", { name: "Delete", exact: true })
    .click();
  await expect(smooth).toHaveCount(0);
});
