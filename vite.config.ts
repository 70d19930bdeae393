/** Bundles the programs that Node starts: the command line, the app's server, the engine's process and threads. */
import { chmodSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";

const root = import.meta.dirname;

const PROGRAMS = {
  cli: resolve(root, "electron/cli.ts"),
  start: resolve(root, "electron/start.ts"),
  server: resolve(root, "electron/server.ts"),
  engine: resolve(root, "electron/engine/entry.ts"),
  compute: resolve(root, "electron/engine/compute-entry.ts"),
  batches: resolve(root, "electron/engine/batches-entry.ts"),
  lab: resolve(root, "electron/engine/lab/aside-entry.ts"),
  decoder: resolve(root, "electron/codecs/wasm/entry.ts"),
};

const NATIVE = ["sharp", "onnxruntime-node"];
const EXCHANGEABLE = ["@saehrimnir/druidjs"];
const WEBASSEMBLY = [
  "jxl-oxide-wasm",
  "libheif-js",
  "libraw-wasm",
  "wasm-vips",
];

/** npm's `bin` link starts the file itself. */
const executable = (file: string): Plugin => ({
  name: "executable",
  writeBundle: () => chmodSync(resolve(root, file), 0o755),
});

export default defineConfig({
  logLevel: "warn",
  // Everything is bundled, so that starting reads few files, save what holds native code or WebAssembly,
  // and what its licence (LGPL) wants to be a file of its own.
  ssr: {
    noExternal: true,
    external: [...NATIVE, ...WEBASSEMBLY, ...EXCHANGEABLE],
  },
  build: {
    ssr: true,
    target: "node20",
    outDir: "dist",
    sourcemap: true,
    rolldownOptions: {
      input: PROGRAMS,
      output: {
        format: "es",
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
      },
    },
  },
  plugins: [executable("dist/cli.js")],
});
