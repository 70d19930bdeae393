/** The app of one test: a data folder and photographs of its own, its server, and the page that shows it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test as base } from "@playwright/test";

const SERVER = resolve("dist", "server.js");

export interface App {
  /** A folder for the test's own files. */
  readonly folder: string;
  /** The address with the token. */
  readonly url: string;
  /** The server's process. */
  readonly process: ChildProcess;
  /** Ends the server and starts another with the same data. */
  restart(): Promise<void>;
}

export const test = base.extend<{ app: App }>({
  // Playwright reads the fixtures from the pattern, so it must be one.
  // eslint-disable-next-line no-empty-pattern
  app: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "nitido-e2e-"));
    mkdirSync(join(folder, "photographs"));
    let server = await startServer(folder);
    await use({
      folder,
      get url() {
        return server.url;
      },
      get process() {
        return server.process;
      },
      async restart() {
        await stop(server.process);
        server = await startServer(folder);
      },
    });
    await stop(server.process);
    rmSync(folder, { recursive: true, force: true });
  },
});

export { expect } from "@playwright/test";

async function startServer(folder: string) {
  const process_ = spawn(process.execPath, [SERVER, "--no-open"], {
    env: {
      ...process.env,
      NITIDO_DATA: join(folder, "data"),
      LC_ALL: "en_GB.UTF-8",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  for await (const chunk of process_.stdout) {
    text += String(chunk);
    const url = /http:\S+/.exec(text)?.[0];
    if (url !== undefined) return { process: process_, url };
  }
  throw new Error(`the server ended: ${text}`);
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  const timer = setTimeout(() => server.kill("SIGKILL"), 5000);
  await ended;
  clearTimeout(timer);
}
