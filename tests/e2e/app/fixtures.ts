/** The app of one test: a data folder of its own, in the host that the project names. */
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, type Browser, type Page } from "@playwright/test";
import {
  chromiumProgram,
  electronProgram,
  end,
  type HostName,
  type Running,
  startServer,
  startWindow,
} from "./hosts.ts";

export interface App {
  /** A folder for the test's own files. */
  readonly folder: string;
  /** The program that runs now: the server, or the window's main process. */
  readonly process: ChildProcess;
  /** Starts the program and shows the app; the same data and port as before. */
  open(...paths: readonly string[]): Promise<Page>;
  /** Starts the program alone: a page that is there finds it by itself. */
  start(...paths: readonly string[]): Promise<void>;
  /** Ends the program; SIGKILL at once, wherever it is. */
  end(signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
}

interface TestFixtures {
  app: App;
  /** Skips where the host's program is missing. */
  hostIsThere: undefined;
}

export interface HostOption {
  host: HostName;
}

export const test = base.extend<TestFixtures, HostOption>({
  host: ["browser", { scope: "worker", option: true }],

  // Only where it is wanted: who tests the window may have none.
  browser: [
    async ({ host, playwright }, use) => {
      if (host !== "browser") {
        await use(undefined as unknown as Browser);
        return;
      }
      const browser = await playwright.chromium.launch();
      await use(browser);
      await browser.close();
    },
    { scope: "worker" },
  ],

  hostIsThere: [
    async ({ host }, use) => {
      test.skip(
        host === "browser" && chromiumProgram() === null,
        "needs Chromium: Debian's package chromium, or `npx playwright install chromium`",
      );
      test.skip(
        host === "electron" && electronProgram() === null,
        "needs Electron's program: `npx install-electron` downloads it",
      );
      await use(undefined);
    },
    { auto: true },
  ],

  app: async ({ host, browser }, use) => {
    const folder = mkdtempSync(join(tmpdir(), "nitido-e2e-"));
    const data = join(folder, "data");
    let running: Running | undefined;
    let port = 0;
    const pages: Page[] = [];
    const started = (): Running => {
      if (!running) throw new Error("the app was not started");
      return running;
    };

    const app: App = {
      folder,
      get process() {
        return started().process;
      },
      async start(...paths) {
        const start = { data, paths, port };
        if (host === "electron") running = await startWindow(start);
        else {
          const server = await startServer(start, browser);
          port = Number(new URL(server.url).port);
          running = server;
        }
      },
      async open(...paths) {
        await app.start(...paths);
        const page = await started().show();
        pages.push(page);
        // Nothing moves on its way, so that what is seen is what was asked for.
        await page.emulateMedia({ reducedMotion: "reduce" });
        // Keys reach nobody before that.
        await page.getByRole("navigation").waitFor();
        return page;
      },
      async end(signal = "SIGTERM") {
        if (running) await end(running.process, signal);
        running = undefined;
      },
    };
    await use(app);
    for (const page of pages) await page.close();
    await app.end();
    rmSync(folder, { recursive: true, force: true });
  },
});

export { expect } from "@playwright/test";
