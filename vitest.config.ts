/** How the tests run: plain Node, no globals; every source of randomness is seeded by the tests themselves. */
import { defineConfig } from "vitest/config";
import { TallyReporter } from "./tests/support/tally-reporter.ts";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    environment: "node",
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ["default", new TallyReporter()],
  },
});
