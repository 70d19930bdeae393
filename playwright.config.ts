/** The end-to-end tests of the app: the same specifications in a browser's tab and in the window. */
import { defineConfig } from "@playwright/test";
import type { HostOption } from "./tests/e2e/app/fixtures.ts";
import { chromiumProgram } from "./tests/e2e/app/hosts.ts";

const executablePath = chromiumProgram();

export default defineConfig<object, HostOption>({
  testDir: "tests/e2e/app",
  outputDir: ".cache/e2e",
  fullyParallel: false,
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 45_000 },
  reporter: [["list"], ["./tests/support/e2e-tally-reporter.ts"]],
  use: {
    viewport: { width: 1280, height: 800 },
    trace: "retain-on-failure",
    launchOptions: {
      ...(executablePath !== null && { executablePath }),
      args: ["--no-sandbox"],
    },
  },
  projects: [
    { name: "browser", use: { host: "browser" } },
    { name: "electron", use: { host: "electron" } },
  ],
});
