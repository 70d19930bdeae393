/** Bundles the two programs that Electron starts: its main process, and the script beside the page. */
import { resolve } from "node:path";
import { defineConfig, type EnvironmentOptions } from "vite";

const root = import.meta.dirname;

/** One file without chunks, with all but Electron in it. */
const program = (
  source: string,
  format: "es" | "cjs",
  file: string,
): EnvironmentOptions => ({
  consumer: "server",
  resolve: { noExternal: true, external: ["electron"] },
  build: {
    ssr: true,
    target: "node24",
    outDir: "dist",
    // The other programs are there already.
    emptyOutDir: false,
    sourcemap: true,
    rolldownOptions: {
      input: resolve(root, source),
      output: { format, entryFileNames: file, codeSplitting: false },
    },
  },
});

export default defineConfig({
  logLevel: "warn",
  environments: {
    main: program("electron/main.ts", "es", "main.js"),
    // A sandboxed preload script cannot be a module.
    preload: program("electron/preload.ts", "cjs", "preload.cjs"),
  },
  builder: {
    async buildApp(builder) {
      for (const name of ["main", "preload"])
        await builder.build(builder.environments[name]!);
    },
  },
});
