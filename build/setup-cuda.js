/** Installs TensorFlow.js with CUDA into this checkout, or removes it: `npm run setup:cuda [-- --remove]`. */
import { spawnSync } from "node:child_process";
import console from "node:console";
import { existsSync, readFileSync } from "node:fs";
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
// Nothing is saved: who checks out Nítido does not download a gigabyte with it. As a peer that may be
// missing npm would not install it at all, even when told to.
const action = remove
  ? ["uninstall", "--no-save", PACKAGE]
  : [
      ...["install", "--no-save", "--save-prod"],
      `${PACKAGE}@${peerDependencies[PACKAGE]}`,
    ];
const { status } = spawnSync("npm", [...action, "--no-audit", "--no-fund"], {
  cwd: root,
  stdio: "inherit",
  // npm is a script on Windows.
  shell: process.platform === "win32",
});
const library = resolve(root, "node_modules", PACKAGE, "deps/lib");
if (status !== 0) {
  console.error("npm failed; nothing has changed.");
  process.exitCode = 1;
} else if (remove) console.log("TensorFlow is removed.");
else if (existsSync(library))
  console.log(
    "TensorFlow is installed. It needs CUDA 11.2 and cuDNN 8.1; `npm run -s nitido -- devices` says whether it found them.",
  );
else {
  console.error(
    `npm has installed ${PACKAGE} without running its install script, which downloads the library: \`npm rebuild ${PACKAGE}\` does.`,
  );
  process.exitCode = 1;
}
