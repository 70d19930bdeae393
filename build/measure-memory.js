/** Prints peak memory of all of Nítido's processes together, and seconds, for photographs of given sizes (Linux). */
import console from "node:console";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { clearInterval, setInterval } from "node:timers";
import { photograph, sidesOf } from "./photograph.js";
import { family, memoryOf } from "./process-family.js";

// usage: node build/measure-memory.js <size>[.<format>[16]]... [-- <options of nitido denoise>]
// size: megapixels, or width x height; format: jpg, png or tif
// example: node build/measure-memory.js 24 300.tif16 20000x2000 -- --memory 1000

async function measure(name, options) {
  const [, size, format = "jpg", deep] = /^([\dx]+)(?:\.([a-z]+)(16)?)?$/.exec(
    name,
  );
  const [width, height] = size.split("x").map(Number);
  const sides = height ? { width, height } : sidesOf(width);
  const folder = mkdtempSync(join(tmpdir(), "nitido-memory-"));
  try {
    const input = join(folder, `in.${format}`);
    await photograph(sides, input, { deep: deep !== undefined });
    const started = performance.now();
    const program = join(import.meta.dirname, "..", "dist", "cli.js");
    const args = ["denoise", input, "--out", folder, "--json", ...options];
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
      `${name}: exit ${status}, peak ${peak.toFixed(0)} MB, ${seconds.toFixed(1)} s`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [names, options] = [process.argv.slice(2), []];
const end = names.indexOf("--");
if (end >= 0) options.push(...names.splice(end).slice(1));
for (const name of names) await measure(name, options);
