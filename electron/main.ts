/** The desktop app's root: wires the services, the engine on a Node of its own, and the window together. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { app, protocol, session, shell } from "electron";
import { createApp } from "./app.ts";
import { startEngine } from "./engine/client.ts";
import { programPath } from "./engine/programs.ts";
import { dataFolder } from "./files/data-folder.ts";
import { serveIpc } from "./hosts/ipc.ts";
import { openPages } from "./hosts/pages.ts";
import { chooseLocale } from "./messages/messages.ts";
import { outliveStreams } from "./outlive-streams.ts";
import { claimDataFolder } from "./services/claim.ts";
import { desktopAbilities } from "./shell/abilities.ts";
import { prepareElectron } from "./shell/before-ready.ts";
import { engineNode } from "./shell/engine-node.ts";
import { governLifecycle } from "./shell/lifecycle.ts";
import { menuActions } from "./shell/menu-actions.ts";
import { pathOpener } from "./shell/open-paths.ts";
import {
  claimInstance,
  OpenedFiles,
  pathsAmong,
} from "./shell/opened-files.ts";
import { Preferences } from "./shell/preferences.ts";
import { answerRequests, ORIGIN, SCHEME } from "./shell/protocol.ts";
import { reportError } from "./shell/report.ts";
import { guardSession } from "./shell/security.ts";
import { openWindow } from "./shell/window.ts";

const { platform, env: environment } = process;
const { isPackaged } = app;
const built = import.meta.dirname;
const root = join(built, "..");
const resources = isPackaged ? process.resourcesPath : root;
const data = dataFolder();

async function start(
  preferences: Preferences,
  files: OpenedFiles,
): Promise<void> {
  const { messages, systemLanguage } = preferences;
  const claim = await claimDataFolder(data);
  const pictures = app.getPath("pictures");
  const abilities = desktopAbilities({
    ...{ app, shell, messages, pictures, platform },
  });
  const node = engineNode({ isPackaged, resources, platform, environment });
  const { version } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  ) as { version: string };
  const { backend, command, close } = await createApp({
    ...{ version, systemLanguage, abilities, dataFolder: data },
    engine: startEngine({ node }),
    startTrainingEngine: () => startEngine({ node, priority: "low" }),
    samples: join(dirname(programPath("engine")), "..", "samples"),
  });

  guardSession(session.defaultSession);
  const pages = await openPages(join(built, "renderer"));
  protocol.handle(SCHEME, answerRequests(pages, backend));
  serveIpc({ backend, origin: ORIGIN });

  const report = (thrown: unknown): void =>
    reportError("Nítido", thrown, messages());
  const openPaths = pathOpener(backend, report);
  const licences = join(resources, isPackaged ? "licences" : "LICENSE");
  const { chooseFolder } = abilities;
  const actions = menuActions({
    ...{ backend, command, openPaths, chooseFolder, shell, licences, report },
  });
  const devTools = !isPackaged;
  await preferences.follow(backend, { actions, platform, devTools });

  const preload = join(built, "preload.cjs");
  const stateFile = join(data, "window.json");
  const open = (): void =>
    openWindow({ preload, stateFile, devTools, messages });
  const end = () => close().finally(claim.release);
  governLifecycle({ app, platform, open, close: end });
  open();
  files.deliverTo((paths) => void openPaths(paths));
}

outliveStreams();
prepareElectron({ app, protocol, shell, userData: join(data, "electron") });
const files = new OpenedFiles();
const paths = pathsAmong(process.argv.slice(isPackaged ? 1 : 2), process.cwd());
if (claimInstance(app, files, paths))
  // Not awaited here: Electron is ready only after this module has run to its end.
  void app.whenReady().then(async () => {
    const [language] = app.getPreferredSystemLanguages();
    const preferences = new Preferences(chooseLocale(language, {}));
    await start(preferences, files).catch((thrown: unknown) => {
      const messages = preferences.messages();
      reportError(messages.text("dialogs.startFailed"), thrown, messages);
      app.exit(1);
    });
  });
else app.quit();
