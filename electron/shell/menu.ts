/** The native menu as a table: what each entry is called, its keys, and what it asks for. */
import type { MenuItemConstructorOptions } from "electron";
import type { AppCommand } from "../contract/api.ts";
import type { MessageKey, Messages } from "../messages/messages.ts";

/** What entries do beyond Electron's own roles. */
export interface MenuActions {
  /** Asks the interface. */
  readonly command: (command: AppCommand) => void;
  readonly openFiles: () => void;
  readonly openFolder: () => void;
  readonly openSamples: () => void;
  readonly showLicences: () => void;
}

export interface MenuOptions {
  readonly messages: Messages;
  readonly actions: MenuActions;
  readonly platform: NodeJS.Platform;
  /** Whether the developer tools have an entry. */
  readonly devTools: boolean;
}

type Item = MenuItemConstructorOptions;

/**
 * The keys of the interface's commands; `menu.<command>` is the text. The page hears a key first:
 * what it handles itself never gets here.
 */
const COMMAND_KEYS: Readonly<Record<AppCommand, string | null>> = {
  save: "CmdOrCtrl+S",
  "save-all": "CmdOrCtrl+Shift+S",
  undo: "CmdOrCtrl+Z",
  redo: "CmdOrCtrl+Shift+Z",
  "zoom-in": "CmdOrCtrl+Plus",
  "zoom-out": "CmdOrCtrl+-",
  "zoom-fit": "CmdOrCtrl+0",
  "zoom-100": "CmdOrCtrl+1",
  "show-denoise": null,
  "show-train": null,
  "show-lab": null,
  "show-models": null,
  "show-settings": "CmdOrCtrl+,",
  "show-shortcuts": null,
};

const SEPARATOR: Item = { type: "separator" };

export function menuTemplate(options: MenuOptions): Item[] {
  const { messages, actions, platform, devTools } = options;
  const isMac = platform === "darwin";

  const command = (name: AppCommand): Item => {
    const accelerator = COMMAND_KEYS[name];
    return {
      id: name,
      label: messages.text(`menu.${name}`),
      ...(accelerator === null ? {} : { accelerator }),
      click: () => actions.command(name),
    };
  };
  const role = (name: NonNullable<Item["role"]>, key: MessageKey): Item => ({
    role: name,
    label: messages.text(key),
  });
  const action = (
    id: Exclude<keyof MenuActions, "command">,
    key: MessageKey,
    accelerator?: string,
  ): Item => ({
    id,
    label: messages.text(key),
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => actions[id](),
  });
  const menu = (key: MessageKey, submenu: Item[]): Item => ({
    label: messages.text(key),
    submenu,
  });
  const only = (condition: boolean, ...items: Item[]): Item[] =>
    condition ? items : [];

  const about = role("about", "menu.about");
  const settings = command("show-settings");
  const quit = role("quit", "menu.quit");

  return [
    ...only(isMac, {
      label: "Nítido",
      submenu: [
        about,
        SEPARATOR,
        settings,
        SEPARATOR,
        role("hide", "menu.hide"),
        role("hideOthers", "menu.hideOthers"),
        role("unhide", "menu.showAll"),
        SEPARATOR,
        quit,
      ],
    }),
    menu("menu.file", [
      action("openFiles", "menu.openFiles", "CmdOrCtrl+O"),
      action("openFolder", "menu.openFolder", "CmdOrCtrl+Shift+O"),
      ...only(isMac, {
        ...role("recentDocuments", "menu.recent"),
        submenu: [role("clearRecentDocuments", "menu.clearRecent")],
      }),
      action("openSamples", "menu.openSamples"),
      SEPARATOR,
      command("save"),
      command("save-all"),
      SEPARATOR,
      ...(isMac ? [role("close", "menu.close")] : [quit]),
    ]),
    menu("menu.edit", [
      command("undo"),
      command("redo"),
      SEPARATOR,
      role("cut", "menu.cut"),
      role("copy", "menu.copy"),
      role("paste", "menu.paste"),
      role("selectAll", "menu.selectAll"),
      ...only(!isMac, SEPARATOR, settings),
    ]),
    menu("menu.view", [
      command("show-denoise"),
      command("show-train"),
      command("show-lab"),
      command("show-models"),
      SEPARATOR,
      command("zoom-in"),
      command("zoom-out"),
      command("zoom-fit"),
      command("zoom-100"),
      SEPARATOR,
      role("togglefullscreen", "menu.fullScreen"),
      ...only(devTools, role("toggleDevTools", "menu.devTools")),
    ]),
    ...only(isMac, role("windowMenu", "menu.window")),
    {
      ...menu("menu.help", [
        command("show-shortcuts"),
        action("showLicences", "menu.licences"),
        ...only(!isMac, SEPARATOR, about),
      ]),
      role: "help",
    },
  ];
}
