/** Bundles the programs that Node starts: the command line and the engine's process and threads. */
import { chmodSync, existsSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";

const root = import.meta.dirname;

const programs = Object.fromEntries(
  Object.entries({
    cli: "electron/cli.ts",
    engine: "electron/engine/entry.ts",
    compute: "electron/engine/compute-entry.ts",
    batches: "electron/engine/batches-entry.ts",
  })
    .map(([name, file]) => [name, resolve(root, file)] as const)
    .filter(([, file]) => existsSync(file)),
);

/** npm's `bin` link starts the file itself. */
const executable = (file: string): Plugin => ({
  name: "executable",
  writeBundle: () => {
    if (existsSync(resolve(root, file))) chmodSync(resolve(root, file), 0o755);
  },
});

export default defineConfig({
  logLevel: "warn",
  // Everything is bundled, so that starting reads one file, save what holds native code.
  ssr: { noExternal: true, external: ["sharp", "onnxruntime-node"] },
  build: {
    ssr: true,
    target: "node20",
    outDir: "dist",
    sourcemap: true,
    rolldownOptions: {
      input: programs,
      output: {
        format: "es",
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
      },
    },
  },
  plugins: [executable("dist/cli.js")],
});
