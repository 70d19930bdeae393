/** What is there again after the page was loaded again, and after the app was started again. */
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { anotherAddress } from "./hosts.ts";
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
  await slide(page, "Overall", 42);
  await startSaving(await openSaving(page, join(app.folder, "out")));
  await expect(status(page, "Finished")).toContainText("1 saved");

  const isBack = async (shown: Page): Promise<void> => {
    await expect(frame(shown, /./)).toHaveCount(3);
    await expect(shown.getByRole("heading", { name: "b.png" })).toBeVisible();
    await denoised(shown);
    const strength = shown.getByRole("slider", { name: "Overall" });
    await expect(strength).toHaveValue("42");
    await shown.getByRole("button", { name: "Saving" }).click();
    await expect(status(shown, "Finished")).toContainText("1 saved");
  };
  await page.reload();
  await isBack(page);
  await app.end();
  await isBack(await app.open());
});

test("two tabs show the same, and neither saves what it does not show", async ({
  app,
  browser,
  host,
}) => {
  test.skip(host !== "browser", "there is one window");
  const files = await photographs(join(app.folder, "in"), 3);
  const page = await app.open();
  await add(page, files);
  await denoised(page);
  const other = await browser.newPage();
  await other.goto(anotherAddress(join(app.folder, "data")));
  await open(other, "b.png");
  await slide(other, "Overall", 42);
  await expect(page.getByRole("heading", { name: "b.png" })).toBeVisible();
  await expect(page.getByRole("slider", { name: "Overall" })).toHaveValue("42");
  const dialog = await openSaving(page, join(app.folder, "out"));
  await expect(dialog).toContainText("b-denoised.png");
  await expect(dialog).not.toContainText("a-denoised.png");
  await other.close();
});

test("what is changed while the server is gone reaches it when it is back", async ({
  app,
  host,
}) => {
  test.skip(host !== "browser", "a window ends with its app");
  const page = await app.open();
  await add(page, await photographs(join(app.folder, "in"), 1));
  await denoised(page);
  await app.end();
  const banner = page.getByRole("alert");
  await expect(banner).toBeVisible();
  await slide(page, "Overall", 42);
  await app.start();
  await expect(banner).not.toBeVisible();
  await denoised(page);
  await page.reload();
  await expect(page.getByRole("slider", { name: "Overall" })).toHaveValue("42");
});
