/** What the menu's entries do. */
import type { Shell } from "electron";
import type { AppCommand } from "../contract/api.ts";
import type { Backend } from "../contract/transport.ts";
import type { HostAbilities } from "../services/host.ts";
import type { MenuActions } from "./menu.ts";

export interface ActionOptions {
  readonly backend: Backend;
  readonly command: (command: AppCommand) => void;
  readonly openPaths: (paths: readonly string[]) => Promise<void>;
  readonly chooseFolder: NonNullable<HostAbilities["chooseFolder"]>;
  readonly shell: Shell;
  /** The folder that holds the licences of what the app is made of. */
  readonly licences: string;
  readonly report: (thrown: unknown) => void;
}

export function menuActions(options: ActionOptions): MenuActions {
  const { backend, command, openPaths, chooseFolder, shell, report } = options;
  const run = (work: Promise<unknown>): void => void work.catch(report);
  return {
    command,
    openFiles: () => run(backend.invoke("images.choose", null)),
    openFolder: () =>
      run(
        chooseFolder().then((folder) =>
          folder === null ? undefined : openPaths([folder]),
        ),
      ),
    openSamples: () => run(backend.invoke("images.addSamples", null)),
    showLicences: () => run(shell.openPath(options.licences)),
  };
}
