/** Prints peak memory of all of Nítido's processes together, and seconds, for a JPEG of so many megapixels (Linux). */
import console from "node:console";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { clearInterval, setInterval } from "node:timers";
import { photograph } from "./photograph.js";
import { family, memoryOf } from "./process-family.js";

// usage: node build/measure-memory.js 24 100

async function measure(megapixels) {
  const folder = mkdtempSync(join(tmpdir(), "nitido-memory-"));
  try {
    const input = join(folder, "in.jpg");
    await photograph(megapixels, input);
    const started = performance.now();
    const program = join(import.meta.dirname, "..", "dist", "cli.js");
    const args = ["denoise", input, "--out", folder, "--json"];
    const child = spawn(process.execPath, [program, ...args], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, memoryOf(family(child.pid)));
    }, 50);
    const status = await new Promise((resolve) => child.on("close", resolve));
    clearInterval(watch);
    const seconds = (performance.now() - started) / 1000;
    console.log(
      `${megapixels} megapixels: exit ${status}, peak ${peak.toFixed(0)} MB, ${seconds.toFixed(1)} s`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const megapixels of process.argv.slice(2).map(Number))
  await measure(megapixels);
