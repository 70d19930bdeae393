/** Files that the system asks the app to open: in its arguments, from a second start, dropped on its icon. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { App } from "electron";
import * as v from "valibot";

/** What the words of a command line name in `folder`: no options, and only what exists. */
export function pathsAmong(words: readonly string[], folder: string): string[] {
  return words
    .filter((word) => word !== "" && !word.startsWith("-"))
    .map((word) => resolve(folder, word))
    .filter((path) => existsSync(path));
}

/** Keeps paths until there is somebody to take them, and passes them on from then. */
export class OpenedFiles {
  #waiting: string[] = [];
  #take: ((paths: readonly string[]) => void) | undefined;

  add(paths: readonly string[]): void {
    this.#waiting.push(...paths);
    this.#deliver();
  }

  /** From now on paths go to `take`, those that wait first. */
  deliverTo(take: (paths: readonly string[]) => void): void {
    this.#take = take;
    this.#deliver();
  }

  #deliver(): void {
    if (!this.#take || this.#waiting.length === 0) return;
    const paths = this.#waiting;
    this.#waiting = [];
    this.#take(paths);
  }
}

const handedOver = v.object({ paths: v.array(v.string()) });

/**
 * Makes this the only running instance and listens for files. False when another instance runs: it
 * has been handed `paths`, and this one must end.
 */
export function claimInstance(
  app: App,
  files: OpenedFiles,
  paths: readonly string[],
): boolean {
  // Paths travel as data: Chromium may put words of its own between a second instance's arguments.
  if (!app.requestSingleInstanceLock({ paths })) return false;
  app.on("second-instance", (_event, _words, _folder, data) => {
    const checked = v.safeParse(handedOver, data);
    if (checked.success) files.add(checked.output.paths);
  });
  // macOS, also before Electron is ready: a file dropped on the icon, or opened with the app.
  app.on("open-file", (event, path) => {
    event.preventDefault();
    files.add([path]);
  });
  files.add(paths);
  return true;
}
