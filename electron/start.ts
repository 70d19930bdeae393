#!/usr/bin/env node
/** `npm start`: the app in its window where Electron's program can be had, and else in the browser. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chooseLocale, createMessages } from "./messages/messages.ts";

const { text } = createMessages(chooseLocale(undefined, process.env));
const parameters = process.argv.slice(2);
const BROWSER_ONLY = ["--browser", "--port", "--no-open", "--help", "-h"];

/** Where Electron's program is. Asking downloads it when it is missing; null where that fails. */
function electronProgram(): string | null {
  const script = 'process.stdout.write(String(require("electron")))';
  const { status, stdout } = spawnSync(process.execPath, ["-e", script], {
    cwd: import.meta.dirname,
    stdio: ["ignore", "pipe", "ignore"],
    encoding: "utf8",
  });
  const file = stdout.trim().split("\n").at(-1) ?? "";
  return status === 0 && existsSync(file) ? file : null;
}

const wantsBrowser = parameters.some((word) =>
  BROWSER_ONLY.includes(word.split("=")[0] ?? ""),
);
const program = wantsBrowser ? null : electronProgram();
if (program !== null) {
  const main = join(import.meta.dirname, "main.js");
  spawn(program, [main, ...parameters], { stdio: "inherit" }).on(
    "exit",
    (code) => process.exit(code ?? 1),
  );
} else {
  if (!wantsBrowser) process.stderr.write(`${text("server.noElectron")}\n`);
  await import("./server.ts");
}
