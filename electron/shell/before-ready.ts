/** What must be settled before Electron is ready: its folder, its sandbox, its scheme, its silence, and the guards of every page. */
import type { App, Protocol, Shell } from "electron";
import { SCHEMES } from "./protocol.ts";
import { guardContents, SILENCING_SWITCHES } from "./security.ts";

export interface EarlyOptions {
  readonly app: App;
  readonly protocol: Protocol;
  readonly shell: Shell;
  /** Where Chromium keeps what is its own. */
  readonly userData: string;
}

export function prepareElectron(options: EarlyOptions): void {
  const { app, protocol, shell, userData } = options;
  // Windows finds the shortcut, and with it the list of recent files, by the name of the installer.
  app.setAppUserModelId("app.nitido");
  app.setPath("userData", userData);
  app.enableSandbox();
  for (const [name, value] of SILENCING_SWITCHES)
    app.commandLine.appendSwitch(name, value);
  protocol.registerSchemesAsPrivileged(SCHEMES);
  app.on("web-contents-created", (_event, contents) =>
    guardContents(contents, (url) => void shell.openExternal(url)),
  );
}
