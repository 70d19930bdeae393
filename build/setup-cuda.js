/** Installs TensorFlow.js with CUDA into this checkout, or removes it: `npm run setup:cuda [-- --remove]`. */
import { spawnSync } from "node:child_process";
import console from "node:console";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";

const PACKAGE = "@tensorflow/tfjs-node-gpu";
const root = resolve(import.meta.dirname, "..");
const { peerDependencies } = JSON.parse(
  readFileSync(resolve(root, "package.json"), "utf8"),
);

const remove = process.argv.includes("--remove");
if (
  !remove &&
  !/^(linux|win32)-x64$/.test(`${process.platform}-${process.arch}`)
) {
  console.error("TensorFlow with CUDA runs on 64-bit Linux and Windows only.");
  process.exit(1);
}
// Neither is saved: who checks out Nítido does not download a gigabyte with it.
const action = remove
  ? ["uninstall", "--no-save", PACKAGE]
  : ["install", "--no-save", `${PACKAGE}@${peerDependencies[PACKAGE]}`];
const { status } = spawnSync("npm", [...action, "--no-audit", "--no-fund"], {
  cwd: root,
  stdio: "inherit",
  // npm is a script on Windows.
  shell: process.platform === "win32",
});
if (status === 0)
  console.log(
    remove
      ? "TensorFlow is removed."
      : "TensorFlow is installed. It needs CUDA 11.2 and cuDNN 8.1; `npm run -s nitido -- devices` says whether it found them.",
  );
process.exitCode = status ?? 1;
