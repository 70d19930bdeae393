/** Prints peak memory of all of Nítido's processes together, and seconds, for a JPEG of so many megapixels (Linux). */
import console from "node:console";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { clearInterval, setInterval } from "node:timers";
import sharp from "sharp";

// usage: node build/measure-memory.js 24 100

/** A photograph of the size, made by repeating a sample: compresses and denoises like one. */
async function photograph(megapixels, file) {
  const height = Math.round(Math.sqrt((megapixels * 1e6) / 1.5));
  const width = Math.round((megapixels * 1e6) / height);
  const sample = join(import.meta.dirname, "..", "samples", "otters.jpg");
  await sharp({
    create: { width, height, channels: 3, background: "grey" },
    limitInputPixels: false,
  })
    .composite([{ input: sample, tile: true }])
    .jpeg({ quality: 92 })
    .toFile(file);
}

/** The process and all its descendants. */
function family(root) {
  const parents = new Map(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        try {
          const stat = readFileSync(`/proc/${name}/stat`, "utf8");
          return [[Number(name), Number(stat.split(") ")[1].split(" ")[1])]];
        } catch {
          return [];
        }
      }),
  );
  const isMember = (pid) =>
    pid === root || (parents.has(pid) && isMember(parents.get(pid)));
  return [...parents.keys()].filter(isMember);
}

/** Megabytes; pages that processes share count once (PSS). */
function memoryOf(pids) {
  let kilobytes = 0;
  for (const pid of pids) {
    try {
      const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
    } catch {
      // It has ended.
    }
  }
  return kilobytes / 1000;
}

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
