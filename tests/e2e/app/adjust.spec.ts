/** Settings of photographs: back and forth, under names, given to others, and the level of the noise. */
import { join } from "node:path";
import type { Image } from "../../../models/image/image.ts";
import { largestDifference } from "../../support/image-files.ts";
import { expect, test } from "./fixtures.ts";
import { photograph, photographs, SIZE } from "./photographs.ts";
import { add, denoised, open, picture, slide } from "./screen.ts";

test("steps are undone and redone by key and button", async ({ app }) => {
  const page = await app.open();
  await add(page, await photograph(join(app.folder, "sky.png")));
  await denoised(page);
  const strength = page.getByRole("slider", { name: "Strength" });
  await slide(page, "Strength", 70);
  await slide(page, "Strength", 30);
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
  const strength = page.getByRole("slider", { name: "Strength" });
  await slide(page, "Strength", 55);
  await page.getByRole("button", { name: "Presets" }).click();
  const presets = page.getByRole("dialog", { name: "Presets" });
  await presets.getByRole("textbox").fill("Film look");
  await presets.getByRole("button", { name: "Keep as a preset" }).click();
  await expect(presets.getByRole("button", { name: /^Film/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await slide(page, "Strength", 10);

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

test("another level of noise, also of luminance and colour by themselves, denoises again", async ({
  app,
}) => {
  const page = await app.open();
  await add(page, await photograph(join(app.folder, "sky.png")));
  await denoised(page);
  await page.keyboard.press("3");
  const automatic = await picture(page, SIZE);
  const differsFrom = (other: Image) => async (): Promise<number> =>
    largestDifference(await picture(page, SIZE), other);

  await page.getByRole("radio", { name: "Level", exact: true }).click();
  await slide(page, "Level σ", 0);
  await expect.poll(differsFrom(automatic)).toBeGreaterThan(20);
  await denoised(page);
  const noisy = await picture(page, SIZE);

  await page.getByRole("radio", { name: "Luma · colour" }).click();
  await slide(page, "Luminance σ", 60);
  await slide(page, "Colour σ", 60);
  await expect.poll(differsFrom(noisy)).toBeGreaterThan(20);
  await page.getByRole("radio", { name: "Automatic" }).click();
  await expect.poll(differsFrom(automatic)).toBe(0);
});
