/** What a person does with the app and sees of it, for all specifications. */
import { expect, type Locator, type Page } from "@playwright/test";
import sharp from "sharp";
import type { Image } from "../../../models/image/image.ts";
import { readColours } from "./photographs.ts";

/** Adds files, or a folder, through the field behind "Add…": the window's native dialog cannot be driven. */
export async function add(
  page: Page,
  files: string | string[],
  { folder = false } = {},
): Promise<void> {
  const field = folder
    ? page.locator("input[webkitdirectory]")
    : page.locator('input[type=file][accept="image/*"]');
  await field.setInputFiles(files);
}

/** Waits until the open photograph is denoised as a whole. */
export async function denoised(page: Page): Promise<void> {
  await expect(status(page, /Denoised/)).toBeVisible({ timeout: 60_000 });
}

export function status(page: Page, text: string | RegExp): Locator {
  return page.getByRole("status").filter({ hasText: text });
}

export function frame(page: Page, name: string | RegExp): Locator {
  return page
    .getByRole("listbox", { name: "Photographs" })
    .getByRole("option", { name });
}

/** Opens a photograph of the film strip, and waits until it is denoised. */
export async function open(page: Page, name: string): Promise<void> {
  await frame(page, name).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await denoised(page);
}

/** Where the picture is seen. */
export function viewer(page: Page): Locator {
  return page.getByRole("application", { name: "Photo viewer" });
}

/** The colours of the screen where the photograph is, which lies in the middle at 100 %. */
export async function picture(
  page: Page,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Image> {
  const shot = await viewer(page).locator("canvas").screenshot();
  const canvas = await sharp(shot).metadata();
  const left = Math.round((canvas.width - width) / 2);
  const top = Math.round((canvas.height - height) / 2);
  return readColours(
    await sharp(shot).extract({ left, top, width, height }).png().toBuffer(),
  );
}

/** Moves a slider, as with its arrow keys. */
export async function slide(
  page: Page,
  name: string,
  value: number,
): Promise<void> {
  await page.getByRole("slider", { name, exact: true }).fill(String(value));
}

export async function choose(
  page: Page,
  list: string,
  option: string | RegExp,
): Promise<void> {
  await page.getByRole("combobox", { name: list, exact: true }).click();
  await page.getByRole("option", { name: option }).click();
}

/** Presses "Save…", types a folder, and leaves the rest to the dialog's own wishes. */
export async function openSaving(
  page: Page,
  folder: string,
  { all = false } = {},
): Promise<Locator> {
  await page.keyboard.press(all ? "Control+Shift+s" : "Control+s");
  const dialog = page.getByRole("dialog", { name: /^Save .*photo/ });
  await dialog.getByRole("radio", { name: "In a folder" }).click();
  await dialog.getByRole("textbox", { name: "Folder" }).fill(folder);
  return dialog;
}

/** Starts what the dialog for saving has planned. */
export async function startSaving(dialog: Locator): Promise<void> {
  await dialog.getByRole("button", { name: /^Save( \d+)?$/ }).click();
  await expect(dialog).not.toBeVisible();
}
