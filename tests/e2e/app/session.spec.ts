/** What is there again after the page was loaded again, and after the app was started again. */
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { photographs } from "./photographs.ts";
import {
  add,
  denoised,
  frame,
  open,
  openSaving,
  slide,
  startSaving,
  status,
} from "./screen.ts";

test("photographs, their settings, the open one and the batches are back after a reload and after a restart", async ({
  app,
}) => {
  const files = await photographs(join(app.folder, "in"), 3);
  const page = await app.open();
  await add(page, files);
  await denoised(page);
  await open(page, "b.png");
  await slide(page, "Strength", 42);
  await startSaving(await openSaving(page, join(app.folder, "out")));
  await expect(status(page, "Finished")).toContainText("1 saved");

  const isBack = async (shown: Page): Promise<void> => {
    await expect(frame(shown, /./)).toHaveCount(3);
    await expect(shown.getByRole("heading", { name: "b.png" })).toBeVisible();
    await denoised(shown);
    const strength = shown.getByRole("slider", { name: "Strength" });
    await expect(strength).toHaveValue("42");
    await shown.getByRole("button", { name: "Saving" }).click();
    await expect(status(shown, "Finished")).toContainText("1 saved");
  };
  await page.reload();
  await isBack(page);
  await app.end();
  await isBack(await app.open());
});
