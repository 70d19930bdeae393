/** What tests do on the Train screen. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import sharp from "sharp";

/** Clean pictures with edges, as many as are needed for some of them to be held out. */
export async function cleanPhotographs(
  folder: string,
  count: number,
): Promise<string> {
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < count; i++) {
    const [hue, size] = [Math.round((360 * i) / count), 20 + 9 * i];
    const drawing = `<svg width="192" height="160">
      <defs><linearGradient id="sky" x2="${String(i / count)}" y2="1">
        <stop stop-color="hsl(${String(hue)} 60% 70%)"/>
        <stop offset="1" stop-color="hsl(${String(hue + 90)} 50% 30%)"/>
      </linearGradient></defs>
      <rect width="192" height="160" fill="url(#sky)"/>
      <circle cx="${String(30 + 12 * i)}" cy="80" r="${String(size / 2)}" fill="hsl(${String(hue + 180)} 60% 50%)"/>
      <rect x="${String(150 - 10 * i)}" y="20" width="30" height="${String(size)}" fill="hsl(${String(hue + 60)} 30% 60%)"/>
    </svg>`;
    await sharp(Buffer.from(drawing))
      .removeAlpha()
      .png()
      .toFile(join(folder, `${String(i)}.png`));
  }
  return folder;
}

/** A message of the screen about its state. */
export const said = (page: Page, text: string | RegExp): Locator =>
  page.getByRole("main").getByRole("status").filter({ hasText: text });

/** Has the app look at a folder, whose path is typed. */
export async function inspect(page: Page, folder: string): Promise<void> {
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await page
    .getByRole("textbox", { name: "Folder of photographs" })
    .fill(folder);
  await page.getByRole("button", { name: "Look at it" }).click();
}

/** A short training, of tiny patches. */
export async function start(page: Page, steps: number): Promise<void> {
  await page.getByRole("radio", { name: "Own" }).click();
  await page.getByRole("radio", { name: "steps" }).click();
  await page.getByRole("textbox", { name: "Own budget" }).fill(String(steps));
  await page.getByText("Advanced").click();
  await page.getByRole("textbox", { name: "Patch, pixels" }).fill("32");
  await page.getByRole("textbox", { name: "Patches a step" }).fill("2");
  await page.getByRole("button", { name: "Start", exact: true }).click();
}
