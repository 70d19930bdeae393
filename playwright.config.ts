/** The end-to-end tests of the app: the same specifications in every host that this machine has. */
import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** Debian's Chromium, or the one that NITIDO_CHROMIUM names; Playwright's own where neither is there. */
const executablePath = [process.env["NITIDO_CHROMIUM"], "/usr/bin/chromium"]
  .filter((file) => file !== undefined)
  .find((file) => existsSync(file));

export default defineConfig({
  testDir: "tests/e2e/app",
  outputDir: ".cache/e2e",
  fullyParallel: false,
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["./tests/support/e2e-tally-reporter.ts"]],
  use: {
    viewport: { width: 1280, height: 800 },
    trace: "retain-on-failure",
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      args: ["--no-sandbox"],
    },
  },
  projects: [{ name: "browser" }],
});
