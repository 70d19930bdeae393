/** What the desktop can do for the services. */
import { existsSync } from "node:fs";
import { type App, type Shell } from "electron";
import { NitidoError } from "../../models/errors.ts";
import type { HostAbilities } from "../services/host.ts";
import { createDialogs, type DialogOptions } from "./dialogs.ts";

export interface AbilityOptions extends DialogOptions {
  readonly app: App;
  readonly shell: Shell;
}

export function desktopAbilities({
  app,
  shell,
  ...dialogs
}: AbilityOptions): Required<HostAbilities> {
  return {
    host: "electron",
    ...createDialogs(dialogs),
    reveal: (path) => {
      if (!existsSync(path))
        return Promise.reject(
          new NitidoError("FILE_NOT_FOUND", { file: path }),
        );
      shell.showItemInFolder(path);
      return Promise.resolve();
    },
    addRecent: (path) => app.addRecentDocument(path),
  };
}
