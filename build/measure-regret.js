/** Prints what the measured noise level costs against the best one, as a table: `nitido evaluate --regret` on known data. */
import console from "node:console";
import { spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";

// usage: node build/measure-regret.js <folder of data> [--only <part of a row's name>] [--every <n>] [-- <options of nitido evaluate>]
// example: node build/measure-regret.js data --only gb82 --every 4 -- --model fast-photo
//
// The folder of data holds cc15, polyu-half, gb82 and cbsd68. --every takes each n-th picture of the latter two only.

/** Rendered scenes of a game among the photographs of GB82. */
const NOT_PHOTOGRAPHS = ["house.png", "mc1.png", "mc2.png", "mc3.png"];
const FILES = [
  { file: "PNG", options: [] },
  { file: "JPEG 95 4:4:4", options: ["--jpeg=95", "--subsampling=4:4:4"] },
  { file: "JPEG 90 4:2:0", options: ["--jpeg=90", "--subsampling=4:2:0"] },
  { file: "JPEG 75 4:2:0", options: ["--jpeg=75", "--subsampling=4:2:0"] },
];

const [words, options] = [process.argv.slice(2), []];
const end = words.indexOf("--");
if (end >= 0) options.push(...words.splice(end).slice(1));
const [data, only = "", every = "1"] = [
  words[0],
  ...["--only", "--every"].map((name) =>
    words.includes(name) ? words[words.indexOf(name) + 1] : undefined,
  ),
];
if (data === undefined) throw new Error("which folder of data?");

/** A folder with links to each n-th of the files of another that suit. */
function some(name, suits) {
  const [from, to] = [resolve(data, name), join(chosen, name)];
  mkdirSync(to);
  const files = readdirSync(from).filter(suits).sort();
  for (const [i, file] of files.entries())
    if (i % Number(every) === 0) symlinkSync(join(from, file), join(to, file));
  return to;
}

/** Runs the command line and resolves to what it prints as JSON. */
async function evaluate(parameters) {
  const program = join(import.meta.dirname, "..", "dist", "cli.js");
  const child = spawn(
    process.execPath,
    [
      program,
      "evaluate",
      ...parameters,
      "--regret",
      "--device=cpu",
      "--json",
      ...options,
    ],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  let text = "";
  child.stdout.on("data", (chunk) => (text += chunk));
  const status = await new Promise((done) => child.on("close", done));
  if (status !== 0)
    throw new Error(`nitido evaluate ended with ${status}: ${text}`);
  return JSON.parse(text);
}

function rows() {
  const photographs = some("gb82", (file) => !NOT_PHOTOGRAPHS.includes(file));
  const scans = some("cbsd68", () => true);
  return [
    { name: "CC15", parameters: ["--pairs", join(data, "cc15")] },
    { name: "PolyU, half", parameters: ["--pairs", join(data, "polyu-half")] },
    ...[0, 4, 10, 20].flatMap((level) =>
      FILES.map(({ file, options }) => ({
        name: `GB82, ${level === 0 ? "no noise" : `camera σ ${level}`}, ${file}`,
        parameters: [
          photographs,
          ...(level === 0
            ? ["--noise-model=none"]
            : ["--noise-model=camera", `--noise=${level}`]),
          ...options,
        ],
      })),
    ),
    ...[5, 15, 25, 50].map((level) => ({
      name: `CBSD68, white σ ${level}`,
      parameters: [scans, `--noise=${level}`],
    })),
  ].map(({ name, parameters }) => ({
    name,
    parameters: options.some((word) => word.startsWith("--model"))
      ? parameters
      : [...parameters, "--model=fast-photo"],
  }));
}

/** JSON has no infinity: the PSNR of a picture that is as it should be is null. */
const decibels = (value) => (value === null ? "∞" : value.toFixed(2));

const chosen = mkdtempSync(join(tmpdir(), "nitido-regret-"));
try {
  console.log(
    "| data | pictures | noisy | `auto` | best of each | one level for all | regret: mean | median | worst |",
  );
  console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
  for (const { name, parameters } of rows()) {
    if (!name.includes(only)) continue;
    const { images, noisyPsnr, regret } = await evaluate(parameters);
    const single = regret.levels.reduce((best, score) =>
      score.psnr > best.psnr ? score : best,
    );
    const cells = [
      images,
      decibels(noisyPsnr),
      decibels(regret.autoPsnr),
      decibels(regret.bestPsnr),
      `${decibels(single.psnr)} (σ ${single.level})`,
      decibels(regret.mean),
      decibels(regret.median),
      decibels(regret.worst),
    ];
    console.log(`| ${[name, ...cells].join(" | ")} |`);
  }
} finally {
  rmSync(chosen, { recursive: true });
}
