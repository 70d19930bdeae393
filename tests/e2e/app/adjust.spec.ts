/** Settings of photographs: back and forth, under names, given to others, and the level of the noise. */
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import type { Image } from "../../../models/image/image.ts";
import { largestDifference } from "../../support/image-files.ts";
import { expect, test } from "./fixtures.ts";
import { photograph, photographs, SIZE } from "./photographs.ts";
import { add, denoised, open, picture, slide } from "./screen.ts";

test("steps are undone and redone by key and button", async ({ app }) => {
  const page = await app.open();
  await add(page, await photograph(join(app.folder, "sky.png")));
  await denoised(page);
  const strength = page.getByRole("slider", { name: "Overall" });
  await slide(page, "Overall", 70);
  await slide(page, "Overall", 30);
  await page.keyboard.press("Control+z");
  await expect(strength).toHaveValue("70");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(strength).toHaveValue("100");
  await expect(page.getByRole("button", { name: "Undo" })).toBeDisabled();
  await page.keyboard.press("Control+Shift+z");
  await expect(strength).toHaveValue("70");
  await page.getByRole("button", { name: "Redo" }).click();
  await expect(strength).toHaveValue("30");
  await page.getByRole("button", { name: "Reset settings" }).click();
  await expect(strength).toHaveValue("100");
});

test("settings are kept under a name, and copied to all photographs", async ({
  app,
}) => {
  const page = await app.open();
  await add(page, await photographs(join(app.folder, "in"), 3));
  await denoised(page);
  const strength = page.getByRole("slider", { name: "Overall" });
  await slide(page, "Overall", 55);
  await page.getByRole("button", { name: "Presets" }).click();
  const presets = page.getByRole("dialog", { name: "Presets" });
  await presets.getByRole("textbox").fill("Film look");
  await presets.getByRole("button", { name: "Keep as a preset" }).click();
  await expect(presets.getByRole("button", { name: /^Film/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await slide(page, "Overall", 10);

  await page.getByRole("button", { name: "Presets" }).click();
  await presets.getByRole("button", { name: /^Film/ }).click();
  await expect(strength).toHaveValue("55");

  await page.getByRole("button", { name: "Copy settings" }).click();
  await page.getByRole("menuitem", { name: "Copy settings to all" }).click();
  await open(page, "c.png");
  await expect(strength).toHaveValue("55");

  await page.reload();
  await page.getByRole("button", { name: "Presets" }).click();
  await presets
    .getByRole("button", { name: "Delete preset Film look" })
    .click();
  await expect(presets).toContainText("No presets yet");
});

/** Of a photograph that is seen as the result alone. */
async function openResult(page: Page, folder: string) {
  await add(page, await photograph(join(folder, "sky.png")));
  await denoised(page);
  await page.keyboard.press("3");
  const automatic = await picture(page, SIZE);
  const differsFrom = (other: Image) => async (): Promise<number> =>
    largestDifference(await picture(page, SIZE), other);
  return { automatic, differsFrom };
}

/** Writes a number beside a slider. */
async function type(field: Locator, number: string): Promise<void> {
  await field.fill(number);
  await field.press("Enter");
}

test("the amount scales the measured noise, and a double click takes it back to 100 %", async ({
  app,
}) => {
  const page = await app.open();
  const { automatic, differsFrom } = await openResult(page, app.folder);
  const panel = page.getByRole("tabpanel", { name: "Adjust" });
  const amount = page.getByRole("slider", { name: "Amount", exact: true });
  expect(await panel.getByRole("slider").first().getAttribute("id")).toBe(
    await amount.getAttribute("id"),
  );
  // White noise of 15: near enough.
  await expect(panel).toContainText(/measured σ (1[3-7]\.\d) · used \1/);

  await slide(page, "Amount", 0);
  await expect(panel).toContainText("used 0.0");
  await expect.poll(differsFrom(automatic)).toBeGreaterThan(20);
  await amount.focus();
  await page.keyboard.press("PageUp");
  await expect(amount).not.toHaveValue("0");

  await panel.getByText("Amount", { exact: true }).dblclick();
  await expect(amount).toHaveValue("100");
  await expect.poll(differsFrom(automatic)).toBe(0);

  await page.getByRole("checkbox", { name: "Luminance and colour" }).check();
  await slide(page, "Luminance amount", 0);
  await expect(panel).toContainText(/used 0\.0 \/ 1[3-7]\./);
  await expect.poll(differsFrom(automatic)).toBeGreaterThan(20);
  await page.getByRole("button", { name: "Reset settings" }).click();
  await expect(amount).toHaveValue("100");
  await expect.poll(differsFrom(automatic)).toBe(0);
});

test("a level set by hand, also of luminance and colour by themselves, denoises again", async ({
  app,
}) => {
  const page = await app.open();
  const { automatic, differsFrom } = await openResult(page, app.folder);
  const byHand = page.getByRole("radio", { name: "Set by hand" });
  const level = (name: string) =>
    page.getByRole("textbox", { name, exact: true });

  await type(level("Level σ"), "0");
  await expect(byHand).toBeChecked();
  await expect.poll(differsFrom(automatic)).toBeGreaterThan(20);
  await denoised(page);
  const noisy = await picture(page, SIZE);

  const slider = page.getByRole("slider", { name: "Level σ" });
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  await expect(level("Level σ")).toHaveValue("0.5");
  // In the middle of its length.
  await slide(page, "Level σ", 50);
  await expect(level("Level σ")).toHaveValue("15");
  await page.keyboard.press("ArrowRight");
  await expect(level("Level σ")).toHaveValue("16");

  await page.getByRole("checkbox", { name: "Luminance and colour" }).check();
  await type(level("Luminance σ"), "60");
  await type(level("Colour σ"), "60");
  await expect.poll(differsFrom(noisy)).toBeGreaterThan(20);
  await page.getByRole("radio", { name: "As measured" }).click();
  await expect.poll(differsFrom(automatic)).toBe(0);
});
