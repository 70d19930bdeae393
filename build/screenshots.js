// @ts-check
/**
 * Takes the pictures of docs/app.md: every screen of the built app, with the sample photographs, in
 * the dark theme in English and in the light one in Spanish.
 *
 *     node build/screenshots.js [folder]
 *
 * Needs Chromium, as the end-to-end tests do.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { chromium } from "@playwright/test";

const out = resolve(process.argv[2] ?? "docs/images");
const data = mkdtempSync(join(tmpdir(), "nitido-screenshots-"));
mkdirSync(out, { recursive: true });

const server = spawn(
  process.execPath,
  ["dist/server.js", "--no-open", "samples"],
  {
    env: { ...process.env, NITIDO_DATA: data },
    stdio: ["ignore", "pipe", "inherit"],
  },
);
const [line] = await once(server.stdout, "data");
const url = String(line).match(/http:\S+/)?.[0] ?? "";

const debian = "/usr/bin/chromium";
const browser = await chromium.launch({
  ...(existsSync(debian) && { executablePath: debian }),
  args: ["--no-sandbox"],
});

const CHOOSE = /by eye…|a ojo…/;

/**
 * What is done before each picture.
 * @type {Record<string, (page: import("@playwright/test").Page) => Promise<void>>}
 */
const SCREENS = {
  denoise: async (page) => {
    await page.locator("nav button").first().click();
  },
  noise: async (page) => {
    await page.getByRole("tab").nth(1).click();
  },
  "noise-map": async (page) => {
    await page.getByRole("application").first().press("n");
  },
  choose: async (page) => {
    await page.getByRole("application").first().press("n");
    await page.getByRole("tab").first().click();
    await page.getByRole("button", { name: CHOOSE }).click();
    await page.locator("[role=option] canvas").nth(6).waitFor();
    await page.waitForTimeout(15_000);
  },
  test: async (page) => {
    await page.keyboard.press("Escape");
    await page.getByRole("tab").nth(2).click();
  },
  removed: async (page) => {
    await page.getByRole("tab").first().click();
    await page.keyboard.press("5");
  },
  save: async (page) => {
    await page.keyboard.press("1");
    await page.keyboard.press("Control+s");
  },
  train: async (page) => {
    await page.keyboard.press("Escape");
    await page.locator("nav button").nth(1).click();
    const typed = page.locator("main form input");
    const plan = page.locator(".plan");
    await typed.or(plan).first().waitFor();
    if (await typed.isVisible()) {
      await typed.fill(resolve("samples"));
      await page.keyboard.press("Enter");
    }
    await plan.waitFor();
  },
  lab: async (page) => {
    await page.locator("nav button").nth(2).click();
    // What the built-in digits look like is seen.
    await page.locator("main canvas").first().waitFor({ timeout: 120_000 });
  },
  models: async (page) => {
    await page.locator("nav button").nth(3).click();
  },
  settings: async (page) => {
    await page.locator("nav button").nth(4).click();
  },
  shortcuts: async (page) => {
    await page.keyboard.press("?");
  },
};

for (const [theme, language] of /** @type {const} */ ([
  ["dark", "en"],
  ["light", "es"],
])) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: theme,
    locale: language,
  });
  const page = await context.newPage();
  await page.goto(url);
  // The open photograph is whole.
  await page.waitForTimeout(8000);
  for (const [name, prepare] of Object.entries(SCREENS)) {
    await prepare(page);
    await page.waitForTimeout(1500);
    const path = join(out, `app-${name}-${theme}.jpg`);
    await page.screenshot({ path, type: "jpeg", quality: 82 });
  }
  await context.close();
}
await browser.close();
server.kill("SIGTERM");
await once(server, "exit");
rmSync(data, { recursive: true, force: true });
