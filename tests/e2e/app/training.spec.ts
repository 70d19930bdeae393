/** The Train screen: from a folder to a model that denoises, over a reload, a pause and a restart. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import sharp from "sharp";
import { expect, test } from "./fixtures.ts";
import { photograph } from "./photographs.ts";
import { add, denoised } from "./screen.ts";

/** Clean pictures with edges, as many as are needed for some of them to be held out. */
async function cleanPhotographs(
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

const said = (page: Page, text: string | RegExp): Locator =>
  page.getByRole("main").getByRole("status").filter({ hasText: text });

/** Has the app look at a folder, whose path is typed. */
async function inspect(page: Page, folder: string): Promise<void> {
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await page
    .getByRole("textbox", { name: "Folder of photographs" })
    .fill(folder);
  await page.getByRole("button", { name: "Look at it" }).click();
}

async function start(page: Page, steps: number): Promise<void> {
  await page.getByRole("radio", { name: "Own" }).click();
  await page.getByRole("radio", { name: "steps" }).click();
  await page.getByRole("textbox", { name: "Own budget" }).fill(String(steps));
  await page.getByText("Advanced").click();
  await page.getByRole("textbox", { name: "Patch, pixels" }).fill("32");
  await page.getByRole("textbox", { name: "Patches a step" }).fill("2");
  await page.getByRole("button", { name: "Start", exact: true }).click();
}

test("a network learns from a folder, becomes a model, and denoises with it", async ({
  app,
}) => {
  const folder = await cleanPhotographs(join(app.folder, "clean"), 9);
  const page = await app.open();
  await add(page, await photograph(join(app.folder, "sky.png")));
  await denoised(page);
  await inspect(page, folder);
  await expect(
    page.getByText("Proposed: learn with added noise"),
  ).toBeVisible();
  await expect(page.getByRole("img", { name: "0.png" })).toBeVisible();
  await start(page, 12);
  await expect(said(page, /Learning|Ended/)).toBeVisible();
  await expect(
    page.getByRole("img", { name: /: reference$/ }).first(),
  ).toBeVisible();

  await expect(said(page, "Ended")).toBeVisible();
  await page.getByRole("slider", { name: "Snapshot of step" }).fill("0");
  await expect(
    page.getByRole("img", { name: /: step 0$/ }).first(),
  ).toBeVisible();
  await expect(page.getByRole("img", { name: /^Loss by step/ })).toBeVisible();

  await page.getByRole("button", { name: "Try it on the open" }).click();
  const model = page.getByRole("combobox", { name: "Model" });
  await expect(model).toContainText("Trial: clean");
  await denoised(page);
  await page.getByRole("button", { name: /^Train/ }).click();
  await page.getByRole("textbox", { name: "Name of the model" }).fill("mine");
  await page.getByRole("button", { name: "Accept", exact: true }).click();
  await expect(page.getByText("“mine” is among the models.")).toBeVisible();

  await page.getByRole("button", { name: "Show the models" }).click();
  await expect(
    page.getByRole("article").filter({ hasText: "mine" }),
  ).toContainText("trained here");
  await page.getByRole("button", { name: "Denoise" }).click();
  await expect(model).toContainText("mine");
  await denoised(page);
});

test("a training survives a reload, a pause and the end of the app, and goes on", async ({
  app,
}) => {
  const folder = await cleanPhotographs(join(app.folder, "clean"), 9);
  const page = await app.open();
  await inspect(page, folder);
  await start(page, 100_000);
  await expect(said(page, /Learning/)).toBeVisible();
  await page.reload();
  await page.getByRole("button", { name: /^Train/ }).click();
  await expect(said(page, /Learning/)).toBeVisible();
  await expect(page.getByRole("img", { name: /^Loss by step/ })).toBeVisible();

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(said(page, /Paused/)).toBeVisible();
  await app.end();
  const offline = page.getByText("Nítido cannot be reached");
  await expect(offline).toBeVisible();
  await app.start();
  await expect(offline).not.toBeVisible();
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(said(page, /Learning/)).toBeVisible();
  await app.end("SIGKILL");
  await expect(offline).toBeVisible();
  await app.start();
  await expect(offline).not.toBeVisible();
  await expect(said(page, /Paused/)).toBeVisible();

  await page.getByRole("button", { name: "Stop and keep" }).click();
  await expect(said(page, "Ended")).toBeVisible();
  await page.getByRole("button", { name: "Discard this training" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: "Discard", exact: true })
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Train on your photographs",
  );
});

test("a folder that is not there, and one without photographs, say what to do", async ({
  app,
}) => {
  const page = await app.open();
  await inspect(page, join(app.folder, "missing"));
  await expect(page.getByRole("main").getByRole("alert")).toContainText(
    "missing",
  );
  await page
    .getByRole("button", { name: "Choose another folder" })
    .last()
    .click();
  mkdirSync(join(app.folder, "empty"));
  await inspect(page, join(app.folder, "empty"));
  await expect(
    page.getByText("There is nothing here to learn from"),
  ).toBeVisible();
});
