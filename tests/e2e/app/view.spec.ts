/** Ways of looking at a photograph, and the keys for them. */
import { join } from "node:path";
import sharp from "sharp";
import type { Page } from "@playwright/test";
import { largestDifference } from "../../support/image-files.ts";
import { expect, test } from "./fixtures.ts";
import { photograph, readColours, SIZE } from "./photographs.ts";
import { add, denoised, picture, viewer } from "./screen.ts";

const description = (page: Page) => viewer(page).getByRole("img").first();

test("views and magnifications are chosen by key", async ({ app }) => {
  const file = await photograph(join(app.folder, "sky.png"));
  const page = await app.open();
  await add(page, file);
  await denoised(page);
  const name = description(page);
  await expect(name).toHaveAccessibleName("sky.png, 100%, Before / After");

  await page.keyboard.press("2");
  await expect(page.getByRole("radio", { name: "Side by side" })).toBeChecked();
  await page.keyboard.press("5");
  await expect(name).toHaveAccessibleName("sky.png, 100%, Removed ×8");
  // What was removed is noise around grey.
  const removed = [...(await picture(page, SIZE)).samples];
  const mean = removed.reduce((sum, value) => sum + value, 0) / removed.length;
  expect(Math.abs(mean - 127)).toBeLessThan(15);

  await page.keyboard.press("4");
  await expect(name).toHaveAccessibleName("sky.png, 100%, Before");
  const original = await readColours(file);
  const difference = async (): Promise<number> =>
    largestDifference(await picture(page, SIZE), original);
  await expect.poll(difference).toBe(0);

  await page.keyboard.press("Control+Equal");
  await expect(name).toHaveAccessibleName("sky.png, 150%, Before");
  await viewer(page).press("+");
  await expect(name).toHaveAccessibleName("sky.png, 200%, Before");
  await viewer(page).press("-");
  await page.keyboard.press("Control+0");
  await expect(name).toHaveAccessibleName("sky.png, 100%, Before");
});

test("the other side is shown while the space bar is held, and under the loupe", async ({
  app,
}) => {
  const page = await app.open();
  await add(page, await photograph(join(app.folder, "sky.png")));
  await denoised(page);
  await page.keyboard.press("3");
  const name = description(page);
  await viewer(page).focus();
  await page.keyboard.down(" ");
  await expect(name).toHaveAccessibleName("sky.png, 100%, Before");
  await page.keyboard.up(" ");
  await expect(name).toHaveAccessibleName("sky.png, 100%, After");

  const shot = async () =>
    readColours(
      await sharp(await viewer(page).locator("canvas").screenshot()).toBuffer(),
    );
  const without = await shot();
  await viewer(page).press("l");
  const loupe = page.getByRole("button", { name: "Loupe" });
  await expect(loupe).toHaveAttribute("aria-pressed", "true");
  await expect
    .poll(async () => largestDifference(await shot(), without))
    .toBeGreaterThan(20);
  await loupe.click();
  await expect(loupe).toHaveAttribute("aria-pressed", "false");
});

test("a single pixel is magnified, so that both sides of the line are seen", async ({
  app,
}) => {
  const file = join(app.folder, "dot.png");
  const dot = { width: 1, height: 1, channels: 3, background: "red" } as const;
  await sharp({ create: dot }).png().toFile(file);
  const page = await app.open();
  await add(page, file);
  await denoised(page);
  await expect(page.locator(".about")).toHaveText(/1 × 1\s+· PNG/);
  const isRed = async (): Promise<boolean> => {
    const { samples } = await picture(page, { width: 100, height: 2 });
    return [0, 99].every((x) => samples[3 * x]! > 200);
  };
  await expect.poll(isRed).toBe(true);
  await page.keyboard.press("Control+1");
  await expect(description(page)).toHaveAccessibleName(/dot\.png, 100%/);
});

test("the sheet of keys opens by ? and closes by Escape", async ({ app }) => {
  const page = await app.open();
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(sheet).toContainText("Split before and after");
  await expect(sheet).toContainText("Hold: show the other side");
  await page.keyboard.press("Escape");
  await expect(sheet).not.toBeVisible();
});
