/** Builds the interface: the same files for the window and for the browser tab. */
import { resolve } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

const root = import.meta.dirname;

export default defineConfig({
  root,
  // Addresses relative to the page: it lies at the root of either host's origin.
  base: "./",
  logLevel: "warn",
  plugins: [svelte({ configFile: resolve(root, "../svelte.config.js") })],
  worker: { format: "es" },
  build: {
    target: "es2023",
    // Newer than the scripts: light-dark() and nesting stay as they are written.
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    outDir: resolve(root, "../dist/renderer"),
    emptyOutDir: true,
    sourcemap: true,
    // It comes from this machine: one large file is there as soon as several small ones.
    chunkSizeWarningLimit: 1500,
  },
});
