/** The two programs that show the app: the server with a browser's tab, and the window. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { _electron, type Browser, chromium, type Page } from "@playwright/test";

export type HostName = "browser" | "electron";

/** A running app. */
export interface Running {
  readonly process: ChildProcess;
  /** Opens what the person sees, for the first time or again. */
  readonly show: () => Promise<Page>;
}

export interface Start {
  /** Where settings, session and ledgers are kept. */
  readonly data: string;
  /** Files and folders to begin with. */
  readonly paths: readonly string[];
  /** 0 takes any free one; the window has none. */
  readonly port: number;
}

const SERVER = resolve("dist", "server.js");
/** The session's secret: the same over restarts, so that a page that stays open finds the app again. */
export const SESSION = "the-secret-of-the-test";

const environment = (data: string): Record<string, string> => ({
  ...(process.env as Record<string, string>),
  NITIDO_DATA: data,
  NITIDO_TOKEN: SESSION,
  LC_ALL: "en_GB.UTF-8",
});

/** The app on 127.0.0.1; the tab is opened by `show`. */
export async function startServer(
  { data, paths, port }: Start,
  browser: Browser,
): Promise<Running & { readonly url: string }> {
  const server = spawn(
    process.execPath,
    [SERVER, "--no-open", "--port", String(port), ...paths],
    { env: environment(data), stdio: ["ignore", "pipe", "inherit"] },
  );
  const url = await printedAddress(server);
  return {
    process: server,
    url,
    async show() {
      const page = await browser.newPage();
      await page.goto(url);
      return page;
    },
  };
}

/** Starts the server although one has the data already, and waits for its end. */
export function startSecond(data: string, ...paths: readonly string[]) {
  return spawnSync(process.execPath, [SERVER, "--no-open", ...paths], {
    env: environment(data),
    encoding: "utf8",
    timeout: 30_000,
  });
}

/** The address that a second start of the server prints: it opens another tab of the first. */
export function anotherAddress(
  data: string,
  ...paths: readonly string[]
): string {
  const { status, stdout, stderr } = startSecond(data, ...paths);
  const url = /http:\S+/.exec(stdout)?.[0];
  if (status === 0 && url !== undefined) return url;
  throw new Error(`no second address: ${stdout}${stderr}`);
}

async function printedAddress(server: ChildProcess): Promise<string> {
  let text = "";
  for await (const chunk of server.stdout!) {
    text += String(chunk);
    const url = /http:\S+/.exec(text)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error(`the server ended: ${text}`);
}

/** The app in its window. */
export async function startWindow({ data, paths }: Start): Promise<Running> {
  const app = await _electron.launch({
    executablePath: electronProgram() ?? "",
    args: ["--no-sandbox", resolve("dist", "main.js"), ...paths],
    env: environment(data),
  });
  return { process: app.process(), show: () => app.firstWindow() };
}

/** Where Electron's program is; null where it was not downloaded. Requiring the package would try to. */
export function electronProgram(): string | null {
  const folder = resolve("node_modules", "electron");
  const name = join(folder, "path.txt");
  if (!existsSync(name)) return null;
  const dist = process.env["ELECTRON_OVERRIDE_DIST_PATH"];
  const file = join(dist ?? join(folder, "dist"), readFileSync(name, "utf8"));
  return existsSync(file) ? file : null;
}

/** Chromium: the one that NITIDO_TEST_CHROMIUM names, the system's, or Playwright's own. */
export function chromiumProgram(): string | null {
  const files = [
    process.env["NITIDO_TEST_CHROMIUM"] ?? "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    chromium.executablePath(),
  ];
  return files.find((file) => existsSync(file)) ?? null;
}

/** Ends a program and waits for that. */
export async function end(
  program: ChildProcess,
  signal: "SIGTERM" | "SIGKILL",
): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const ended = once(program, "exit");
  program.kill(signal);
  const timer = setTimeout(() => program.kill("SIGKILL"), 5000);
  await ended;
  clearTimeout(timer);
}

/** The computing process of an app, as the system lists it. */
export function engineOf({ pid }: ChildProcess): number {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,args="], {
    encoding: "utf8",
  });
  for (const line of stdout.split("\n")) {
    const [child, parent, ...words] = line.trim().split(/\s+/);
    if (
      parent === String(pid) &&
      words.some((word) => /engine\.js$/.test(word))
    )
      return Number(child);
  }
  throw new Error("the app has no computing process");
}
