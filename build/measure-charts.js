// @ts-check
/**
 * Prints how evenly the Train screen draws while a training goes on that has learnt for hours: the
 * time between frames, with new points five times a second.
 *
 *     CHROMIUM=/usr/bin/chromium node build/measure-charts.js [hours] [seconds]
 *
 * Ten steps a second are assumed. The history is a run on the disk; what is new is put into the
 * app's socket. Without CHROMIUM Playwright's own browser is taken.
 */
import console from "node:console";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { chromium } from "@playwright/test";

const [hours = 10, seconds = 20] = process.argv.slice(2).map(Number);
const STEPS_PER_SECOND = 10;
/** Milliseconds between reports, as `Training` makes them. */
const EVERY = 200;
const ID = "long";
const steps = hours * 3600 * STEPS_PER_SECOND;

/** @param {number} step */
const lossAt = (step) =>
  0.02 + 0.03 * Math.exp(-step / 20_000) + 0.002 * Math.sin(step * step);
/** @param {number} step */
const nowAt = (step) => ({
  ...{ step, loss: lossAt(step), mpxPerSecond: 2, learningRate: 1e-4 },
  ...{ memoryBytes: 1e9, fraction: 0.5 },
  ...{ secondsElapsed: step / STEPS_PER_SECOND, secondsLeft: 3600 },
});

const data = mkdtempSync(join(tmpdir(), "nitido-charts-"));
const folder = join(data, "trainings", ID);
mkdirSync(join(folder, "run"), { recursive: true });
writeFileSync(
  join(folder, "training.json"),
  JSON.stringify({
    ...{ id: ID, state: "paused", started: Date.now(), now: nowAt(steps) },
    plan: {
      ...{ folder: "/photographs", data: "clean", like: null, network: "fast" },
      ...{ base: "fast-photo", noise: "photo", budget: { minutes: 1200 } },
      ...{ seed: 0, device: "auto", settings: {} },
    },
    measured: Array.from({ length: 500 }, (_, i) => ({
      step: (i * steps) / 500,
      psnr: 30 + i / 500,
    })),
    ...{ recoveries: [], snapshots: [], pinned: [] },
  }),
);
const lines = Array.from({ length: steps }, (_, step) =>
  JSON.stringify({ step, loss: lossAt(step) }),
);
writeFileSync(join(folder, "run", "metrics.jsonl"), lines.join("\n"));

const server = spawn(process.execPath, ["dist/server.js", "--no-open"], {
  env: { ...process.env, NITIDO_DATA: data },
  stdio: ["ignore", "pipe", "inherit"],
});
const [line] = await once(server.stdout, "data");
const executablePath = process.env["CHROMIUM"];
const browser = await chromium.launch({
  ...(executablePath !== undefined && { executablePath }),
  args: ["--no-sandbox"],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
/** @type {(message: string) => void} */
let send = () => undefined;
await page.routeWebSocket(/\/socket/, (socket) => {
  socket.connectToServer();
  send = (message) => socket.send(message);
});
await page.goto(String(line).match(/http:\S+/)?.[0] ?? "");
await page.locator("nav button").nth(1).click();
await page.locator(".uplot").first().waitFor();

/** Draws for a while, with or without news; answers the times between frames, ascending. */
async function frames(/** @type {boolean} */ growing) {
  const measured = page.evaluate(`new Promise((resolve) => {
    const times = [];
    let last = performance.now();
    const end = last + ${String(1000 * seconds)};
    requestAnimationFrame(function next() {
      const now = performance.now();
      times.push(now - last);
      last = now;
      if (now < end) requestAnimationFrame(next);
      else resolve(times.sort((a, b) => a - b));
    });
  })`);
  const news = (STEPS_PER_SECOND * EVERY) / 1000;
  for (let i = 0; growing && i < (1000 * seconds) / EVERY; i++) {
    const first = steps + i * news;
    const points = Array.from({ length: news }, (_, k) => ({
      step: first + k,
      loss: lossAt(first + k),
    }));
    const payload = { id: ID, now: nowAt(first + news - 1), points };
    send(JSON.stringify({ event: { name: "training.metrics", payload } }));
    await setTimeout(EVERY);
  }
  return /** @type {Promise<number[]>} */ (measured);
}

console.log(
  `${hours} hours, ${steps} points, load ${(loadavg()[0] ?? 0).toFixed(1)}`,
);
for (const growing of [false, true]) {
  const times = await frames(growing);
  const at = (/** @type {number} */ share) =>
    (times[Math.floor(share * (times.length - 1))] ?? NaN).toFixed(1);
  const late = times.filter((time) => time > 25).length;
  console.log(
    `  ${growing ? "with" : "without"} new points: ${(times.length / seconds).toFixed(1)} frames a second; between two, median ${at(0.5)} ms, 95 % ${at(0.95)} ms, 99 % ${at(0.99)} ms, longest ${at(1)} ms; ${late} of ${times.length} late`,
  );
}
await browser.close();
server.kill("SIGTERM");
await once(server, "exit");
rmSync(data, { recursive: true, force: true });
