/**
 * Kills a training at random moments, resumes it each time, and compares the network with that of a
 * training that was let alone: `node build/kill-training.js <folder of photographs> [kills] [seed]`.
 */
import console from "node:console";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { clearInterval, setInterval } from "node:timers";

const [folder, kills = "3", seed = "1"] = process.argv.slice(2);
const program = resolve(import.meta.dirname, "../dist/cli.js");
const place = mkdtempSync(join(tmpdir(), "nitido-kill-"));
/** Twenty checkpoints, at steps that do not depend on the clock. */
const plan = [
  ...["--data", "clean", "--noise", "awgn", "--device", "cpu"],
  ...["--steps", "220", "--batch", "2", "--patch", "32", "--seed", seed],
];

/** Mulberry32: the moments are random, and the same again for a seed. */
let state = Number(seed);
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

const runOf = (name) => join(place, name, "net.run");
const stepsOf = (name) => {
  const metrics = join(runOf(name), "metrics.jsonl");
  return existsSync(metrics)
    ? readFileSync(metrics, "utf8").split("\n").length - 1
    : 0;
};

/** Resolves with how it ended; killed with all its processes as soon as it has taken `last` steps. */
function train(name, words, last = Infinity) {
  const child = spawn(
    process.execPath,
    [
      program,
      "train",
      folder,
      "--out",
      join(place, name, "net.onnx"),
      ...words,
    ],
    { stdio: "ignore", detached: true },
  );
  const watch = setInterval(() => {
    if (stepsOf(name) >= last) process.kill(-child.pid, "SIGKILL");
  }, 20);
  return new Promise((done) =>
    child.on("close", (code, signal) => {
      clearInterval(watch);
      done(signal ?? code);
    }),
  );
}

console.log("let alone:", await train("whole", plan));
const moments = Array.from({ length: Number(kills) }, () =>
  Math.ceil(1 + 200 * random()),
).sort((a, b) => a - b);
let words = plan;
for (const moment of moments) {
  console.log(
    `to be killed at step ${moment}:`,
    await train("killed", words, moment),
  );
  words = ["--resume", runOf("killed")];
}
console.log("resumed to its end:", await train("killed", words));
const [whole, killed] = ["whole", "killed"].map((name) =>
  readFileSync(join(place, name, "net.onnx")),
);
rmSync(place, { recursive: true });
console.log(whole.equals(killed) ? "the same network" : "ANOTHER NETWORK");
process.exitCode = whole.equals(killed) ? 0 : 1;
