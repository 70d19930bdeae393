/** The test programs, built as the engine itself is: Node runs no TypeScript. */
import { join, resolve } from "node:path";
import { build } from "vite";

const root = resolve(import.meta.dirname, "../../..");

export interface Programs {
  readonly engine: string;
  readonly parent: string;
}

/** Builds into a folder named for the test file, so that files can run side by side. */
export async function buildPrograms(name: string): Promise<Programs> {
  const outDir = join(root, ".cache/tests", name, "dist");
  await build({
    configFile: false,
    root,
    logLevel: "warn",
    ssr: { noExternal: true, external: ["onnxruntime-node"] },
    build: {
      ssr: true,
      target: "node20",
      outDir,
      emptyOutDir: true,
      rolldownOptions: {
        input: {
          engine: join(import.meta.dirname, "programs/engine.ts"),
          parent: join(import.meta.dirname, "programs/parent.ts"),
          // Beside the engine, where it looks for its thread.
          compute: join(root, "electron/engine/compute-entry.ts"),
        },
        output: {
          format: "es",
          entryFileNames: "[name].js",
          chunkFileNames: "chunks/[name]-[hash].js",
        },
      },
    },
  });
  return {
    engine: join(outDir, "engine.js"),
    parent: join(outDir, "parent.js"),
  };
}
