/** Builds TensorFlow.js's native addon against a TensorFlow that is there already, where its own cannot be downloaded (Linux). */
import { spawnSync } from "node:child_process";
import console from "node:console";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  rmSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";

// usage: node build/tfjs-node-addon.js [folder]
//
// The folder holds TensorFlow's C API, 2.9 or newer: libtensorflow's archive unpacked, or Python's
// package `tensorflow-cpu` (…/site-packages/tensorflow), which is found by itself where Python has it.
// Installs @tensorflow/tfjs-node without its downloads, compiles its addon with g++, and computes
// once with it. `npm ci` removes it.

const PACKAGE = "@tensorflow/tfjs-node";
const VERSION = "4.22.0";
const ROOT = resolve(import.meta.dirname, "..");

/** Standard output of a command; ends the program where it fails. */
function run(command, ...parameters) {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, {
    cwd: ROOT,
    encoding: "utf8",
  });
  if (status === 0) return stdout.trim();
  return fail(`${command} failed: ${error?.message ?? stderr}`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

function pythonsTensorflow() {
  const find =
    "import importlib.util as u; print(u.find_spec('tensorflow').submodule_search_locations[0])";
  const { status, stdout } = spawnSync("python3", ["-c", find], {
    encoding: "utf8",
  });
  return status === 0 ? stdout.trim() : undefined;
}

/** The file that begins so, with the shortest name: `libtensorflow.so.2` before `libtensorflow.so.2.9.1`. */
function library(folders, ...beginnings) {
  for (const beginning of beginnings)
    for (const folder of folders.filter((path) => existsSync(path))) {
      const [name] = readdirSync(folder)
        .filter((file) => file.startsWith(`${beginning}.so`))
        .sort((a, b) => a.length - b.length);
      if (name) return { folder, name };
    }
  return fail(`No ${beginnings.join(" or ")} in ${folders.join(", ")}.`);
}

/** Node's headers: beside the program that runs this, or where Debian's libnode-dev has them. */
function nodeHeaders() {
  const own = resolve(dirname(process.execPath), "../include/node");
  const folder = [own, "/usr/include/node"].find((path) =>
    existsSync(join(path, "node_api.h")),
  );
  return folder ?? fail("Node's headers are missing (node_api.h).");
}

const given = process.argv[2] ?? pythonsTensorflow();
if (given === undefined)
  fail("There is no TensorFlow here: name the folder of libtensorflow.");
const tensorflow = resolve(given);
const headers = join(tensorflow, "include");
if (!existsSync(join(headers, "tensorflow/c/eager/c_api.h")))
  fail(`${tensorflow} has no include/tensorflow/c/eager/c_api.h.`);
const folders = [join(tensorflow, "lib"), tensorflow];
const libraries = [
  library(folders, "libtensorflow", "libtensorflow_cc"),
  library(folders, "libtensorflow_framework"),
];

const npm = ["install", "--no-save", "--ignore-scripts", "--no-audit"];
run("npm", ...npm, `${PACKAGE}@${VERSION}`);
const folder = join(ROOT, "node_modules", PACKAGE);
const target = join(folder, "lib/napi-v8");
const links = join(folder, "deps/lib");
rmSync(links, { recursive: true, force: true });
mkdirSync(links, { recursive: true });
mkdirSync(target, { recursive: true });
for (const { folder: from, name } of libraries)
  symlinkSync(join(from, name), join(links, name));

run(
  "g++",
  ...["-shared", "-fPIC", "-O2", "-std=c++17", "-DNAPI_VERSION=8"],
  ...["-I", nodeHeaders(), "-I", headers],
  ...["tfjs_backend.cc", "tfjs_binding.cc"].map((file) =>
    join(folder, "binding", file),
  ),
  ...["-o", join(target, "tfjs_binding.node"), "-L", links],
  ...libraries.map(({ name }) => `-l:${name}`),
  ...libraries.map(({ folder: from }) => `-Wl,-rpath,${from}`),
);

const trial = `
  const util = require("node:util");
  util.isNullOrUndefined ??= (x) => x == null;
  util.isArray ??= Array.isArray;
  const tf = require("${PACKAGE}");
  console.log(tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync().join());
`;
const answer = run(process.execPath, "-e", trial);
if (answer.split("\n").at(-1) !== "3,3,3,3") fail(`It computes ${answer}.`);
console.log(`${PACKAGE} computes with ${join(...Object.values(libraries[0]))}`);
