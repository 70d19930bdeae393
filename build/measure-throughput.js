/** Prints how fast a folder of photographs is denoised beside the network's own rate, in turn on the same machine (Linux). */
import console from "node:console";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { photograph } from "./photograph.js";
import { processorTimeOfEnded } from "./process-family.js";

// usage: node build/measure-throughput.js [<photographs> [<rounds>]] [-- <options of nitido denoise>]
// example: node build/measure-throughput.js 6 3 -- --memory 2000

const SIDES = { width: 4000, height: 3000 };
const MEGAPIXELS = 12;

/** Runs the command line; resolves to what it prints as JSON, with seconds passed and seconds of processor time. */
async function nitido(...args) {
  const program = join(import.meta.dirname, "..", "dist", "cli.js");
  const [started, worked] = [performance.now(), processorTimeOfEnded()];
  const child = spawn(process.execPath, [program, ...args, "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (chunk) => (text += chunk));
  const status = await new Promise((resolve) => child.on("close", resolve));
  if (status !== 0) throw new Error(`nitido ${args[0]} ended with ${status}`);
  const seconds = (performance.now() - started) / 1000;
  const processor = processorTimeOfEnded() - worked;
  return { result: JSON.parse(text), seconds, processor };
}

async function networkRate() {
  const { result } = await nitido("bench", "--network=fast", "--device=cpu");
  return result.inferMpxPerSecond;
}

const median = (values) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const [names, options] = [process.argv.slice(2), []];
const end = names.indexOf("--");
if (end >= 0) options.push(...names.splice(end).slice(1));
const [photographs = 6, rounds = 3] = names.map(Number);
const folder = mkdtempSync(join(tmpdir(), "nitido-throughput-"));
try {
  const input = join(folder, "in");
  mkdirSync(input);
  for (let i = 0; i < photographs; i++)
    await photograph(SIDES, join(input, `${i}.jpg`), { cut: 16 * i });
  const [shares, total] = [[], photographs * MEGAPIXELS];
  let before = await networkRate();
  for (let round = 0; round < rounds; round++) {
    const out = join(folder, `out-${round}`);
    const args = ["denoise", input, "--out", out, "--device=cpu", ...options];
    const { seconds, processor } = await nitido(...args);
    const after = await networkRate();
    // The machine's speed drifts: the batch is compared with the network just before and just after.
    const network = (before + after) / 2;
    before = after;
    shares.push(total / seconds / network);
    console.log(
      `batch ${(total / seconds).toFixed(2)} MP/s (${seconds.toFixed(1)} s, ` +
        `${processor.toFixed(1)} s of processor time), network ` +
        `${network.toFixed(2)} MP/s: ${(100 * shares.at(-1)).toFixed(0)} %`,
    );
  }
  console.log(`median: ${(100 * median(shares)).toFixed(0)} %`);
} finally {
  rmSync(folder, { recursive: true });
}
