/** How the tests run: no globals; every source of randomness is seeded by the tests themselves. */
import { resolve } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";
import { TallyReporter } from "./tests/support/tally-reporter.ts";

export default defineConfig({
  test: {
    // For what hangs; many tests start the program itself, several times over, on whatever machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // The models and settings of whoever runs the tests are left alone.
    env: { NITIDO_DATA: resolve(import.meta.dirname, ".cache/tests/data") },
    reporters: ["default", new TallyReporter()],
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/renderer/**"],
          environment: "node",
        },
      },
      {
        extends: true,
        plugins: [svelte(), svelteTesting()],
        test: {
          name: "interface",
          include: ["tests/renderer/**/*.test.ts"],
          environment: "happy-dom",
        },
      },
    ],
  },
});
