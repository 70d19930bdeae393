/** Prints how quickly the app answers in a browser, and its memory, for JPEGs of so many megapixels (Linux). */
import console from "node:console";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { chromium } from "@playwright/test";
import sharp from "sharp";
import { photograph, sidesOf } from "./photograph.js";
import { watchApp } from "./measured-page.js";
import { family, memoryOf, processorTimeOf } from "./process-family.js";

// usage: CHROMIUM=/usr/bin/chromium node build/measure-app.js 24 100
// Without CHROMIUM Playwright's own browser is taken.

/** The canvas has two megapixels then. */
const VIEWPORT = { width: 2080, height: 1290 };
const SLIDERS = ["Overall", "Detail"];
/** How often a slider is moved. */
const MOVES = 11;

const PROGRAM = join(import.meta.dirname, "..", "dist", "server.js");

/** Drops the photograph twice, as two, into an app that has just been started. */
async function measureDrops({ megapixels, file, decoding }, device, folder) {
  await withApp(folder, async ({ page, app, browser }) => {
    await page.evaluate(`app.set({ device: "${device}" })`);
    console.log(
      `${megapixels} megapixels, device ${device}, load ${loadavg()[0].toFixed(1)}; decoding alone takes ${decoding.toFixed(2)} s`,
    );
    for (const nth of ["first", "second"]) {
      const copy = join(folder, `${nth}.jpg`);
      copyFileSync(file, copy);
      const before = [app, browser].map((pids) => processorTimeOf(pids()));
      await page.locator("main").drop({ files: copy });
      const { opened, clean } = await page.evaluate("app.clean()");
      const used = [app, browser].map((pids, i) =>
        (processorTimeOf(pids()) - before[i]).toFixed(1),
      );
      console.log(
        `  ${nth} drop: opened after ${opened.toFixed(2)} s, clean pixels after ${clean.toFixed(2)} s, apart from decoding ${(clean - decoding).toFixed(2)} s; processor time of the app ${used[0]} s, of the browser ${used[1]} s`,
      );
    }
    const [engine, tab] = [app, browser].map((pids) => memoryOf(pids()));
    console.log(
      `  both open: app ${engine.toFixed(0)} MB, browser ${tab.toFixed(0)} MB`,
    );
  });
}

/** Moves sliders while two megapixels are on the screen. */
async function measureSliders(folder) {
  const file = join(folder, "slider.jpg");
  await photograph(sidesOf(3), file);
  await withApp(folder, async ({ page }) => {
    await page.evaluate('app.set({ device: "cpu" })');
    await page.locator("main").drop({ files: file });
    await page.evaluate("app.done()");
    for (const name of SLIDERS) {
      const changes = [];
      const slider = page.getByRole("slider", { name, exact: true });
      await slider.focus();
      await page.keyboard.press("End");
      for (let i = 0; i < MOVES; i++) {
        await setTimeout(500);
        await page.evaluate("app.listen()");
        await page.keyboard.press(i % 2 === 0 ? "PageDown" : "PageUp");
        changes.push(await page.evaluate("app.change()"));
      }
      const median = (key) =>
        changes.map((change) => change[key] ?? Infinity).sort((a, b) => a - b)[
          MOVES >> 1
        ];
      console.log(
        `${name}, ${changes[0].size} pixels, load ${loadavg()[0].toFixed(1)}: picture changes after ${median("first").toFixed(0)} ms, no more after ${median("last").toFixed(0)} ms (medians)`,
      );
    }
  });
}

async function withApp(folder, work) {
  const { server, url } = await start(join(folder, "data"));
  const browser = await chromium.launch({
    ...(process.env.CHROMIUM && { executablePath: process.env.CHROMIUM }),
    args: ["--no-sandbox"],
  });
  try {
    const page = await browser.newPage({ viewport: VIEWPORT });
    await page.addInitScript(watchApp);
    await page.goto(url);
    const app = () => family(server.pid);
    const others = () =>
      family(process.pid).filter(
        (pid) => pid !== process.pid && !app().includes(pid),
      );
    await work({ page, app, browser: others });
  } finally {
    await browser.close();
    server.kill("SIGTERM");
    await once(server, "exit");
    rmSync(join(folder, "data"), { recursive: true, force: true });
  }
}

/** Starts the app with a data folder of its own. */
async function start(data) {
  mkdirSync(data, { recursive: true });
  const server = spawn(process.execPath, [PROGRAM, "--no-open"], {
    env: { ...process.env, NITIDO_DATA: data, LC_ALL: "en_GB.UTF-8" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  for await (const chunk of server.stdout) {
    printed += String(chunk);
    if (printed.includes("http:")) break;
  }
  return { server, url: /http:\S+/.exec(printed)[0] };
}

async function secondsToDecode(file) {
  const began = performance.now();
  await sharp(file, { limitInputPixels: false }).raw().toBuffer();
  return (performance.now() - began) / 1000;
}

const folder = mkdtempSync(join(tmpdir(), "nitido-app-"));
try {
  for (const megapixels of process.argv.slice(2).map(Number)) {
    const file = join(folder, `${megapixels}.jpg`);
    await photograph(sidesOf(megapixels), file);
    for (const device of ["cpu", "auto"]) {
      const decoding = await secondsToDecode(file);
      await measureDrops({ megapixels, file, decoding }, device, folder);
    }
  }
  await measureSliders(folder);
} finally {
  rmSync(folder, { recursive: true });
}
